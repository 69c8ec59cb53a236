import { inspect } from 'node:util';
import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { parseCaller } from '../../src/core/caller.js';
import type { EmailAuth } from '../../src/email-auth.js';
import { clientIp } from '../../src/http/client-ip.js';
import { pluginName, requireClaims, type WithAuth } from '../../src/pothos/index.js';
import { NotAuthenticatedError } from '../../src/pothos/refusals.js';
import type { AuthState } from '../../src/token/auth-state.js';
import { importSecondCopy } from '../support/second-copy.js';
import { createTestAuth, noLimits } from '../support/service.js';
import { firstError, listen, run } from './run.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

const schemaOf = (auth: EmailAuth) => {
  const builder = new SchemaBuilder<WithAuth>({ plugins: [ErrorsPlugin, pluginName], emailAuth: auth });
  builder.objectType(NotAuthenticatedError, {
    name: 'NotAuthenticated',
    fields: (t) => ({ reason: t.exposeString('reason') }),
  });
  builder.queryType({
    fields: (t) => ({
      open: t.string({ resolve: () => 'open' }),
      me: t.string({ authenticated: true, nullable: true, resolve: () => 'me' }),
      union: t.string({
        authenticated: true,
        nullable: true,
        errors: { types: [NotAuthenticatedError] },
        resolve: () => 'me',
      }),
    }),
  });
  builder.subscriptionType({
    fields: (t) => ({
      marked: t.int({
        authenticated: true,
        subscribe: async function* () {
          yield 1;
        },
        resolve: (n) => n,
      }),
    }),
  });
  return builder.toSchema();
};

const setUp = async () => {
  const service = createTestAuth({ limits: noLimits });
  const pair = await service.logIn(identity);
  const state = await service.auth.authenticate(pair.accessToken, caller);
  return { ...service, pair, state, schema: schemaOf(service.auth) };
};

type SetUp = Awaited<ReturnType<typeof setUp>>;

/** A copy of `core/auth-state` as another build of the package has it. */
const otherCopy = () =>
  importSecondCopy<typeof import('../../src/token/auth-state.js')>('token/auth-state.ts');

/** An object that says of itself that a service has made it. */
const forge = (state: object, standing: unknown): object => {
  const forged = { ...state };
  const value = { state: forged, standing, caller: parseCaller(caller) };
  return Object.defineProperty(forged, Symbol.for('pothos-plugin-email-auth.AuthState'), { value });
};

const foreign: readonly [what: string, make: (service: SetUp) => unknown][] = [
  [
    'of another service with the same key and cache',
    async ({ pair, clock, auth }) => {
      // The session of one service, in the cache of another: only the states differ.
      const other = createTestAuth({ limits: noLimits, clock, accessToken: { checkSession: false } });
      expect(other.auth.forPlugins).not.toBe(auth.forPlugins);
      return other.auth.authenticate(pair.accessToken, caller);
    },
  ],
  ['made by hand', ({ state }) => ({ ip: null, claims: state.claims, token: null, failure: null })],
  [
    'forged, with a standing of its own',
    ({ state }) => {
      const { claims } = state;
      return forge(state, { claims, failure: null, refusal: () => null, demand: () => claims });
    },
  ],
  ['forged, with a standing that is none', ({ state }) => forge(state, 1)],
  ['spread', ({ state }) => ({ ...state })],
  ['spread, with other claims', ({ state }) => ({ ...state, claims: { ...state.claims, role: 'admin' } })],
  ['inherited', ({ state }) => Object.create(state)],
  ['sent as JSON', ({ state }) => JSON.parse(JSON.stringify(state))],
  ['cloned', ({ state }) => structuredClone(state)],
  [
    'made with the means of another copy of the package',
    async ({ state }) =>
      (await otherCopy()).createAuthState(
        { ...state },
        { service: {}, clock: () => 0, caller: parseCaller(caller) },
      ),
  ],
];

describe.each(foreign)('an auth state %s', (_, make) => {
  it.each(['me', 'union { __typename }'])('opens no marked field, and is no refusal: %s', async (field) => {
    const service = await setUp();
    const auth = await make(service);
    const { data, errors } = await run(service.schema, `{ open ${field} }`, { auth });
    expect(data).toMatchObject({ open: 'open' });
    expect(JSON.stringify(data)).not.toMatch(/"me":"me"|Success|reason/);
    expect(errors).toMatchObject([{ message: expect.stringMatching(/does not count here|counts nowhere/) }]);
    const error = await firstError(service.schema, `{ ${field} }`, { auth });
    // Yoga masks it, and logs it for the programmer.
    expect(error?.originalError).toBeInstanceOf(Error);
    expect(error?.originalError).not.toBeInstanceOf(GraphQLError);
  });

  it('opens no marked stream', async () => {
    const service = await setUp();
    const auth = await make(service);
    expect(await listen(service.schema, 'subscription { marked }', { auth })).toMatchObject({
      errors: [{ message: expect.stringMatching(/does not count here|counts nowhere/) }],
    });
  });

  it.each([
    'login(email: "ada@example.com", code: "000000") { expiresIn }',
    'requestLoginCode(email: "eve@example.com") { expiresIn }',
    'refreshToken(token: "x") { expiresIn }',
    'logoutEverywhere',
  ])('calls nothing of the service: %s', async (mutation) => {
    const service = await setUp();
    const [mails, events] = [service.mailbox.length, service.events.length];
    const { errors } = await run(service.schema, `mutation { ${mutation} }`, { auth: await make(service) });
    expect(errors?.[0]?.message).toMatch(/does not count here|counts nowhere/);
    await service.auth.close();
    expect([service.mailbox.length, service.events.length]).toEqual([mails, events]);
    expect(await service.auth.sessions(identity)).toHaveLength(1);
  });
});

describe('an auth state made by hand, for nobody', () => {
  const auth = { ip: '198.51.100.1', claims: null, token: null, failure: 'missing' } satisfies AuthState;

  it('is believed that far: marked fields refuse', async () => {
    const { schema } = await setUp();
    const { data, errors } = await run(schema, '{ open me }', { auth });
    expect(data).toMatchObject({ open: 'open', me: null });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', reason: 'missing' } }]);
    expect(await listen(schema, 'subscription { marked }', { auth })).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('calls nothing of the service', async () => {
    const service = await setUp();
    const { errors } = await run(
      service.schema,
      'mutation { requestLoginCode(email: "eve@example.com") { expiresIn } }',
      { auth },
    );
    expect(errors?.[0]?.message).toMatch(/counts nowhere/);
  });
});

describe('requireClaims', () => {
  it.each(['spread', 'made by hand', 'cloned', 'inherited'])('takes no state that is %s', async (what) => {
    const service = await setUp();
    const auth = (await foreign.find(([name]) => name === what)?.[1](service)) as AuthState;
    expect(() => requireClaims({ auth })).toThrow(/counts nowhere/);
    expect(requireClaims({ auth: service.state }).email).toBe(identity);
  });
});

describe('two services', () => {
  it('serve two schemas side by side, each with its own contexts', async () => {
    const [first, second] = [await setUp(), await setUp()];
    for (const [service, other] of [
      [first, second],
      [second, first],
    ] as const) {
      expect(await run(service.schema, '{ me }', { auth: service.state })).toEqual({ data: { me: 'me' } });
      expect((await run(service.schema, '{ me }', { auth: other.state })).errors).toHaveLength(1);
      expect(service.auth.forPlugins.owns(other.state)).toBe(false);
    }
  });
});

describe('clientIp', () => {
  it('asks the host where `auth` is that of another library', () => {
    const context = { req: { socket: { remoteAddress: '192.0.2.7' } }, auth: { user: 'ada' } };
    expect(clientIp(context as never)).toBe('192.0.2.7');
  });
});

describe('a state', () => {
  it('looks like a plain object to whoever prints, compares or spreads it', async () => {
    const { state, pair } = await setUp();
    const plain = { ip: caller.ip, claims: state.claims, token: pair.accessToken, failure: null };
    expect(state).toEqual(plain);
    expect({ ...state }).toEqual(plain);
    expect(JSON.parse(JSON.stringify(state))).toEqual(JSON.parse(JSON.stringify(plain)));
    expect(inspect(state)).toBe(inspect(plain));
    expect(Object.isFrozen(state)).toBe(true);
  });
});
