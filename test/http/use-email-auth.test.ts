import { setImmediate as turn } from 'node:timers/promises';
import { createYoga } from 'graphql-yoga';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../examples/basic.js';
import { type UseEmailAuthOptions, useEmailAuth } from '../../src/yoga/index.js';
import { createTestAuth, noLimits, signingKey } from '../support/service.js';

type Options = UseEmailAuthOptions<Record<string, unknown>>;

let warnings: string[];
beforeEach(() => {
  warnings = [];
  vi.spyOn(console, 'warn').mockImplementation((line: string) => void warnings.push(line));
});
afterEach(() => void vi.restoreAllMocks());

/** Nothing that goes wrong in the background may end the process. */
const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
process.on('unhandledRejection', note);
// Other files run in this process, too.
afterAll(() => void process.off('unhandledRejection', note));

/** A server on a host that gives no socket, and the address that it counts. */
const createServer = (options: Options) => {
  const { auth, schema } = createApp({ signingKey, limits: noLimits, delivery: async () => {} });
  const seen: (string | null)[] = [];
  const see = {
    onExecute: ({ args }: { args: { contextValue: { auth: { ip: string | null } } } }) =>
      void seen.push(args.contextValue.auth.ip),
  };
  const yoga = createYoga({ schema, plugins: [useEmailAuth(auth, options), see as object], logging: false });
  const ask = async (context: object, query = '{ hello }') => {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify({ query }) };
    const response = await yoga.fetch('http://server/graphql', init, context);
    return (await response.json()) as { data: unknown; errors?: unknown };
  };
  return { auth, ask, seen };
};

const requestCode = 'mutation { requestLoginCode(email: "ada@example.com") { expiresIn } }';

describe('useEmailAuth, on a host without sockets', () => {
  it.each<[string, Options['ip'], string | null]>([
    ['a property of the context', (ctx) => ctx.clientAddress as string, '198.51.100.1'],
    ['a header', (ctx) => (ctx.request as Request).headers.get('x-no-such-header'), null],
    ['mapped IPv4', () => '::ffff:198.51.100.1', '198.51.100.1'],
    ['nothing', () => undefined, null],
  ])('takes the address that `ip` tells: %s', async (_, ip, expected) => {
    const { ask, seen } = createServer({ ip: ip as never });
    expect(await ask({ clientAddress: '198.51.100.1' })).toEqual({ data: { hello: 'Hello, stranger!' } });
    expect(seen).toEqual([expected]);
    expect(warnings).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('198.51.100.1');
      },
    ],
    ['throws nothing', () => Promise.reject()],
    ['has a port', () => '198.51.100.1:443'],
    ['is a number', () => 42],
    ['is an object', () => ({ address: '198.51.100.1' })],
    ['is promised', async () => '198.51.100.1'],
    ['is promised and never comes', () => new Promise(() => {})],
    [
      'is an object that throws when it is awaited',
      () =>
        new Proxy(
          {},
          {
            get: () => {
              throw new Error('no');
            },
          },
        ),
    ],
  ])('goes on without an address, and warns once, where the answer of `ip` %s', async (_, ip) => {
    const { ask, seen } = createServer({ ip: ip as never });
    for (let i = 0; i < 3; i += 1) expect(await ask({})).not.toHaveProperty('errors');
    await turn();
    expect(seen).toEqual([null, null, null]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('the option ip of useEmailAuth');
    expect(warnings[0]).not.toContain('198.51.100.1');
    expect(unhandled).toEqual([]);
  });

  it('refuses `ip` beside `proxy`, and what is no function', () => {
    const { auth } = createTestAuth();
    const ip = () => null;
    expect(() => useEmailAuth(auth, { ip, proxy: { hops: 1 } })).toThrow(/^proxy and ip exclude each other/);
    expect(() => useEmailAuth(auth, { ip: '198.51.100.1' as never })).toThrow(/^ip must be a function/);
    expect(() => useEmailAuth(auth, { waitUntil: {} as never })).toThrow(/^waitUntil must be a function/);
    expect(() => useEmailAuth(auth, { waitUnti: ip } as object)).toThrow(/did you mean waitUntil\?/);
    expect(() => useEmailAuth(auth, { ip: null } as object)).toThrow(/^ip must be a function, not null/);
    // Only types may be missing: undefined is absent.
    expect(() => useEmailAuth(auth, { ip, proxy: undefined } as object)).not.toThrow();
  });

  it.each([[null], [false], [0], [''], ['10.0.0.0/8'], [1], [['10.0.0.0/8']], [true]])(
    'does not take a proxy that is none for no proxy: %j',
    (proxy) => {
      const { auth } = createTestAuth();
      expect(() => useEmailAuth(auth, { proxy } as object)).toThrow(/^proxy must be an object, not /);
      expect(() => useEmailAuth(auth, { proxy, ip: () => null } as object)).toThrow(/^proxy and ip exclude/);
    },
  );

  it('refuses a proxy that changes, or is not there to be read', () => {
    const { auth } = createTestAuth();
    const of = (proxy: unknown) => () => useEmailAuth(auth, { proxy } as object);
    expect(of(Object.create({ hops: 1 }))).toThrow(/^proxy must be a plain object/);
    expect(of({ hops: 1, [Symbol('trust')]: ['10.0.0.0/8'] })).toThrow(/^proxy must not have a symbol/);
    expect(of({ trust: Object.assign(['10.0.0.0/8'], { length: 2 }) })).toThrow(
      /^proxy\.trust must be a list/,
    );
    expect(of({ trust: ['10.0.0.0/8', undefined] })).toThrow(/^proxy\.trust must be a list/);
    let asked = 0;
    const hops = { enumerable: true, get: () => (asked++ === 0 ? 1 : Number.NaN) };
    of(Object.defineProperty({}, 'hops', hops))();
    expect(asked).toBe(1);
  });

  it.each([[undefined], [null], [{}], [{ auth: {} }], ['service']])(
    'refuses what is no service: %j',
    (auth) => {
      expect(() => useEmailAuth(auth as never)).toThrow(
        new TypeError('auth must be the service that createEmailAuth makes'),
      );
    },
  );

  it.each([[null], [[]], ['proxy'], [() => null], [new Map()]])(
    'refuses what are no options: %j',
    (options) => {
      expect(() => useEmailAuth(createTestAuth().auth, options as never)).toThrow(/^options must be /);
    },
  );
});

describe('the waitUntil of a host', () => {
  /** As on Workers: it knows whom it belongs to. */
  class ExecutionContext {
    readonly works: Promise<unknown>[] = [];
    waitUntil(work: Promise<unknown>) {
      if (!(this instanceof ExecutionContext) || !Object.hasOwn(this, 'works'))
        throw new TypeError('Illegal invocation');
      this.works.push(work);
    }
  }

  it.each<[string, Options, (host: ExecutionContext) => object]>([
    ['in the context', {}, (host) => ({ waitUntil: (work: Promise<unknown>) => host.waitUntil(work) })],
    ['inherited by the context', {}, (host) => Object.create(host)],
    [
      'a function that is found',
      { waitUntil: ({ host }) => (host as ExecutionContext).waitUntil.bind(host) },
      (host) => ({ host }),
    ],
    ['the object that has it', { waitUntil: ({ host }) => host as ExecutionContext }, (host) => ({ host })],
    [
      'a method of the context',
      { waitUntil: (ctx) => ctx.waitUntil as never },
      (host) => Object.create(host),
    ],
  ])('is told of the mail: %s', async (_, options, contextOf) => {
    const host = new ExecutionContext();
    const { ask } = createServer({ ...options, ip: () => '198.51.100.1' });
    expect(await ask(contextOf(host), requestCode)).not.toHaveProperty('errors');
    expect(host.works).toHaveLength(1);
    await Promise.all(host.works);
  });

  it.each<[string, Options['waitUntil']]>([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    [
      'rejects',
      (async () => {
        throw new Error('no');
      }) as never,
    ],
    ['answers nothing', () => undefined],
    ['answers nonsense', () => 42 as never],
    ['answers an object without it', () => ({}) as never],
    [
      'answers a function that throws',
      () => () => {
        throw new Error('no');
      },
    ],
    [
      'answers a function that rejects',
      () =>
        (async () => {
          throw new Error('no');
        }) as never,
    ],
    [
      'answers an object whose getter throws',
      () => ({
        get waitUntil(): never {
          throw new Error('no');
        },
      }),
    ],
  ])('breaks nothing where it %s', async (_, waitUntil) => {
    const { ask, auth } = createServer({ waitUntil: waitUntil as never, ip: () => '198.51.100.1' });
    expect(await ask({}, requestCode)).not.toHaveProperty('errors');
    await auth.close();
    await turn();
    expect(unhandled).toEqual([]);
  });
});

describe('the warning about unknown addresses', () => {
  const warned = async (globals: Record<string, unknown> = {}, variables: Record<string, string> = {}) => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    try {
      const { ask, auth } = createServer({});
      for (let i = 0; i < 3; i += 1) await ask({}, requestCode);
      await auth.login({ identity: 'ada@example.com', code: '000000' }, { ip: null }).catch(() => {});
      await auth.close();
    } finally {
      vi.unstubAllGlobals();
      vi.unstubAllEnvs();
    }
    expect(warnings).toHaveLength(1);
    return warnings[0] ?? '';
  };

  it('comes once, and names the options that cure it', async () => {
    const warning = await warned();
    expect(warning).toContain('useEmailAuth(auth, { ip: (ctx) => … })');
    expect(warning).toContain('caller.ip');
  });

  it.each<[string, Record<string, unknown>, Record<string, string>]>([
    ['Node', {}, {}],
    ['Deno', { Deno: {} }, {}],
    ['Bun', { Bun: {} }, {}],
    ['Cloudflare Workers', { navigator: { userAgent: 'Cloudflare-Workers' } }, {}],
    ['AWS Lambda', {}, { AWS_LAMBDA_FUNCTION_NAME: 'login' }],
    ['Vercel', {}, { VERCEL: '1', VERCEL_URL: 'app.vercel.app' }],
  ])('names the host that it sees: %s', async (name, globals, variables) => {
    expect(await warned(globals, variables)).toContain(`The host is ${name}: `);
  });
});

describe('auth.context by hand', () => {
  it('carries what is known of the answer, which may go wrong', async () => {
    const { auth } = createTestAuth();
    const rejected = Promise.reject(new Error('gone'));
    const addressOf = () => {
      throw new Error('no address');
    };
    const { auth: state } = await auth.context({}, addressOf, { replied: rejected });
    expect(state).toEqual({ ip: null, claims: null, token: null, failure: 'missing' });
    await rejected.catch(() => {});
    const hostile = {
      get replied(): never {
        throw new Error('no');
      },
    };
    await expect(auth.context({}, undefined, hostile)).resolves.toHaveProperty('auth.ip', null);
  });
});
