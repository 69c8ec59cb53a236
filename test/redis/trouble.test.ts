import KeyvRedis from '@keyv/redis';
import Keyv from 'keyv';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../examples/basic.js';
import { AuthError, type EmailAuthOptions } from '../../src/index.js';
import { createKeyv6 } from '../support/keyv6.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { command, refusals, silences, type Trouble } from '../support/redis-troubles.js';
import { createTestAuth, signingKey, wrongCode } from '../support/service.js';
import { openGate } from '../support/tcp-gate.js';
import { howMuch } from '../support/thoroughness.js';

const ada = 'ada@example.com';
const grace = 'grace@example.com';
const caller = { ip: '192.0.2.1' };
const impatient = { storeTimeout: 0.4 };
/** How long a client may take to connect again. */
const patience = { timeout: 5_000, interval: 50 };

const cleanUps: (() => Promise<void>)[] = [];
const cleanUp = async () => {
  for (const each of cleanUps.splice(0).reverse()) await each();
};

const start = async (...options: Parameters<typeof startRedis>): Promise<RedisServer> => {
  const server = await startRedis(...options);
  cleanUps.push(() => server.stop());
  return server;
};

const end = async (trouble: Trouble, server: RedisServer): Promise<void> => {
  const after = await trouble.end(server);
  cleanUps.push(() => after.stop());
};

type OpenCache = (url: string) => Keyv;

const opener =
  (wrap: (store: KeyvRedis<unknown>) => Keyv, listens: boolean): OpenCache =>
  (url) => {
    const adapter = new KeyvRedis(url);
    // Closing politely waits for the server's answer, and a dead one gives none.
    cleanUps.push(() => adapter.disconnect(true));
    const cache = wrap(adapter);
    if (listens) cache.on('error', () => {});
    return cache;
  };

const keyv5 = (store: KeyvRedis<unknown>) => new Keyv({ store });
const keyv6 = (store: KeyvRedis<unknown>) => createKeyv6({ store });

type NamedCache = readonly [name: string, open: OpenCache];
const openCache = opener(keyv5, false);
const oneOfEach: readonly NamedCache[] = [
  ['keyv 5', openCache],
  ['keyv 6', opener(keyv6, false)],
];
const caches = howMuch<readonly NamedCache[]>({
  quick: oneOfEach,
  slow: [
    ...oneOfEach,
    ['keyv 5 with a listener of its own', opener(keyv5, true)],
    ['keyv 6 with a listener of its own', opener(keyv6, true)],
  ],
});

type Service = ReturnType<typeof createTestAuth>;
type Tokens = Awaited<ReturnType<Service['logIn']>>;
type Code = Awaited<ReturnType<Service['askForCode']>>;

type Options = Pick<EmailAuthOptions, 'storeTimeout' | 'clock'>;
const createService = (cache: Keyv, options: Options = impatient): Service =>
  createTestAuth({ cache, ...options });

/** Every step of the service, each with what would let it succeed. */
const stepsOf = ({ auth }: Service, { accessToken, refreshToken }: Tokens, code: Code) => ({
  requestLoginCode: () => auth.requestLoginCode('mary@example.com', caller),
  login: () => auth.login({ identity: grace, ...code }, caller),
  // An outage is never reported as a wrong code, not even for one that is.
  guess: () => auth.login({ identity: grace, ...code, code: wrongCode(code.code) }, caller),
  refresh: () => auth.refresh(refreshToken, caller),
  logout: () => auth.logout(refreshToken),
  logoutEverywhere: () => auth.logoutEverywhere(ada),
  check: () => auth.check(),
  sessions: () => auth.sessions(ada),
  authenticate: () => auth.authenticate(accessToken, caller),
});

type Steps = ReturnType<typeof stepsOf>;

const refusedAs = (error: unknown): string => (error instanceof AuthError ? error.code : `not so: ${error}`);

/** What each step answers, all asked at once. A refusal is its code. */
const answersOf = async (steps: Steps) => {
  const answers = Object.entries(steps).map(async ([name, step]) => {
    const answer = await (step as () => Promise<unknown>)().catch(refusedAs);
    return [name, answer] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
};

const writesRefused = {
  requestLoginCode: 'SERVICE_UNAVAILABLE',
  login: 'SERVICE_UNAVAILABLE',
  guess: 'SERVICE_UNAVAILABLE',
  refresh: 'SERVICE_UNAVAILABLE',
  logout: 'SERVICE_UNAVAILABLE',
  logoutEverywhere: 'SERVICE_UNAVAILABLE',
  check: 'SERVICE_UNAVAILABLE',
};

const allRefused = {
  ...writesRefused,
  sessions: 'SERVICE_UNAVAILABLE',
  authenticate: expect.objectContaining({ claims: null, failure: 'unavailable' }),
};

const unavailableSteps = ({ events }: Service) =>
  new Set(events.flatMap((event) => (event.type === 'store.unavailable' ? [event.step] : [])));

/** The whole life of a session, by somebody who was not there before. */
const expectToWork = async ({ auth, logIn }: Service): Promise<void> => {
  await vi.waitFor(() => auth.check(), patience);
  const identity = 'barbara@example.com';
  const { accessToken, refreshToken } = await logIn(identity);
  expect(await auth.authenticate(accessToken, caller)).toMatchObject({
    failure: null,
    claims: { sub: identity },
  });
  await auth.refresh(refreshToken, caller);
  expect(await auth.sessions(identity)).toHaveLength(1);
  expect(await auth.logout(refreshToken)).toBe(true);
  expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: 'revoked', claims: null });
  expect(await auth.logoutEverywhere(identity)).toBe(0);
};

/** Ada is logged in, and Grace has a code: by a service over the same cache that has time. */
const populate = async (cache: Keyv, options: Options = impatient) => {
  const patient = createService(cache, { storeTimeout: 10 });
  const tokens = await patient.logIn(ada);
  const code = await patient.askForCode(grace);
  const service = createService(cache, { ...options, clock: patient.clock });
  return { service, tokens, code, steps: stepsOf(service, tokens, code) };
};

const createScene = async (open: OpenCache, options?: Options) => {
  const server = await start();
  return { server, ...(await populate(open(server.url), options)) };
};

type Scene = Awaited<ReturnType<typeof createScene>>;

/** Whatever was refused has not happened. */
const expectUnchanged = async ({ service, tokens, code, steps }: Omit<Scene, 'server'>): Promise<void> => {
  const { auth } = service;
  expect(await auth.sessions(ada)).toMatchObject([{ id: tokens.claims.sid }]);
  expect(await auth.sessions(grace)).toEqual([]);
  const { claims } = await auth.refresh(tokens.refreshToken, caller);
  expect(claims.sid).toBe(tokens.claims.sid);
  await auth.login({ identity: grace, ...code }, caller);
  // The clock stands still: a request that had been counted would be followed by a pause.
  await steps.requestLoginCode();
};

const storedSteps = ['issue', 'redeem', 'rotate', 'revoke', 'check', 'listSessions', 'alive'];

describe.each(silences)('a Redis that is $name', (trouble) => {
  describe.each(caches)('under %s', (_, open) => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await createScene(open);
      await trouble.begin(scene.server);
    });
    afterAll(cleanUp);

    it('has every step refused, as long as it lasts, and lets nobody in', async () => {
      const { service, steps } = scene;
      const mails = service.mailbox.length;
      expect(await answersOf(steps)).toEqual(allRefused);
      // By now the client knows that the connection is gone, where it is.
      expect(await answersOf(steps)).toEqual(allRefused);
      await service.auth.close();
      expect(service.mailbox).toHaveLength(mails);
    });

    it('is reported, step by step', async () => {
      scene.service.events.length = 0;
      await answersOf(scene.steps);
      expect(unavailableSteps(scene.service)).toEqual(new Set(storedSteps));
    });

    it('is forgotten when it is over', async () => {
      await answersOf(scene.steps);
      await end(trouble, scene.server);
      await expectToWork(scene.service);
    });
  });

  describe('by default', () => {
    afterEach(cleanUp);

    it.each(howMuch({ quick: oneOfEach.slice(0, 1), slow: oneOfEach }))(
      'has every step refused within 3 s, under %s',
      async (_, open) => {
        const { server, steps } = await createScene(open, {});
        await trouble.begin(server);
        const begin = performance.now();
        expect(await answersOf(steps)).toEqual(allRefused);
        expect(performance.now() - begin).toBeLessThan(3_000);
      },
    );
  });
});

describe.each(refusals)('a Redis that is $name', (trouble) => {
  describe.each(caches)('under %s', (_, open) => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await createScene(open);
      await trouble.begin(scene.server);
    });
    afterAll(cleanUp);

    const truth = ({ tokens }: Scene) => ({
      ...writesRefused,
      sessions: [expect.objectContaining({ id: tokens.claims.sid })],
      authenticate: expect.objectContaining({ claims: tokens.claims, failure: null }),
    });

    it('has every step refused that writes, and answers truthfully what is only read', async () => {
      const { service, steps } = scene;
      const mails = service.mailbox.length;
      expect(await answersOf(steps)).toEqual(truth(scene));
      expect(await answersOf(steps)).toEqual(truth(scene));
      await service.auth.close();
      expect(service.mailbox).toHaveLength(mails);
    });

    it('does not use up the time that a step may take', async () => {
      await answersOf(scene.steps);
      const late = scene.service.events.filter(
        (event) => event.type === 'store.unavailable' && event.error === 'DeadlineExceeded',
      );
      expect(late).toEqual([]);
    });

    it('still refuses a token whose session is not there', async () => {
      const { service } = scene;
      const stranger = await createTestAuth().logIn(ada);
      expect(await service.auth.authenticate(stranger.accessToken, caller)).toMatchObject({
        claims: null,
        failure: 'revoked',
      });
    });

    it('has changed nothing by refusing, and is forgotten, when it is over', async () => {
      await answersOf(scene.steps);
      await end(trouble, scene.server);
      await expectUnchanged(scene);
      await expectToWork(scene.service);
    });
  });
});

describe('a Redis that is frozen, and killed while steps wait for it', () => {
  afterEach(cleanUp);

  it.each(caches)('has them refused, and the next ones work, under %s', async (_, open) => {
    const { server, service, steps } = await createScene(open);
    server.freeze();
    const answers = answersOf(steps);
    await server.kill();
    expect(await answers).toEqual(allRefused);
    await start({ port: server.port });
    await expectToWork(service);
  });
});

describe('a Redis that cannot be reached for a while', () => {
  afterEach(cleanUp);

  it.each(caches)('is not asked later for what was refused, under %s', async (_, open) => {
    const gate = await openGate((await start()).port);
    cleanUps.push(gate.shut);
    const scene = await populate(open(gate.url));
    await gate.shut();
    expect(await answersOf(scene.steps)).toEqual(allRefused);
    expect(await answersOf(scene.steps)).toEqual(allRefused);
    await gate.open();
    await vi.waitFor(() => scene.service.auth.check(), patience);
    await expectUnchanged(scene);
  });
});

describe('a Redis that is not there yet', () => {
  afterEach(cleanUp);

  it.each(caches)('lets the service be made, and is used once it comes, under %s', async (_, open) => {
    const elsewhere = createTestAuth();
    const tokens = await elsewhere.logIn(ada);
    const code = await elsewhere.askForCode(grace);
    const { url, port, stop } = await start();
    await stop();
    const service = createService(open(url));
    const steps = stepsOf(service, tokens, code);
    expect(await answersOf(steps)).toEqual(allRefused);
    await start({ port });
    await expectToWork(service);
  });
});

describe('a Redis that is killed, over an adapter that does not listen to its client', () => {
  afterEach(cleanUp);

  it.each([
    ['keyv 5', keyv5],
    ['keyv 6', keyv6],
  ] as const)('has steps refused, and is used when it is back, under %s', async (_, wrap) => {
    const server = await start();
    const adapter = new KeyvRedis(server.url);
    cleanUps.push(() => adapter.disconnect(true));
    // As @keyv/redis up to 5.1.5.
    (await adapter.getClient()).removeAllListeners('error');
    const service = createService(wrap(adapter));
    await expectToWork(service);
    await server.kill();
    await expect(service.auth.check()).rejects.toThrow();
    await start({ port: server.port });
    await expectToWork(service);
  });
});

describe('a Redis that forgets its scripts', () => {
  afterEach(cleanUp);

  it.each(caches)('does every step all the same, under %s', async (_, open) => {
    const { url } = await start();
    const { auth, askForCode } = createService(open(url));
    const forget = () => command(url, 'SCRIPT', 'FLUSH');
    await forget();
    const code = await askForCode(ada);
    await forget();
    const { accessToken, refreshToken } = await auth.login({ identity: ada, ...code }, caller);
    await forget();
    const next = await auth.refresh(refreshToken, caller);
    await forget();
    expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: null });
    await forget();
    expect(await auth.sessions(ada)).toHaveLength(1);
    await forget();
    expect(await auth.logout(next.refreshToken)).toBe(true);
    await forget();
    expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: 'revoked' });
    await forget();
    expect(await auth.logoutEverywhere(ada)).toBe(0);
    await forget();
    await auth.check();
  });
});

describe.each(silences)('a schema over a Redis that is $name', (trouble) => {
  afterEach(cleanUp);

  const createAppScene = async () => {
    const server = await start();
    const cache = openCache(server.url);
    const app = createApp({ cache, signingKey, delivery: async () => {}, ...impatient });
    // Signed by the same key.
    const { accessToken } = await createTestAuth({ clock: Date.now }).logIn(ada);
    const ask = async (query: string, token?: string) => {
      const response = await app.yoga.fetch('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query }),
      });
      return response.json();
    };
    await app.auth.check();
    await trouble.begin(server);
    return { ask, accessToken };
  };

  it('answers public fields, and takes nobody for the one that a token names', async () => {
    const { ask, accessToken } = await createAppScene();
    const hello = { data: { hello: 'Hello, stranger!' } };
    expect(await ask('{ hello }')).toEqual(hello);
    expect(await ask('{ hello }', accessToken)).toEqual(hello);
  });

  it('says of fields for users that the service is not available', async () => {
    const { ask, accessToken } = await createAppScene();
    expect(await ask('{ hello me }', accessToken)).toMatchObject({
      data: { hello: 'Hello, stranger!', me: null },
      errors: [{ path: ['me'], extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
    // Without a token there is nothing to look up.
    expect(await ask('{ me }')).toMatchObject({
      data: { me: null },
      errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'missing' } }],
    });
  });
});
