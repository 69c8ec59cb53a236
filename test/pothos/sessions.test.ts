import SchemaBuilder from '@pothos/core';
import { printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { EmailAuthPluginOptions } from '../../src/pothos/index.js';
import { pluginName, type WithAuth } from '../../src/pothos/index.js';
import { createTestAuth, noLimits } from '../support/service.js';
import { run, stream } from './run.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

type Types = PothosSchemaTypes.ExtendDefaultTypes<WithAuth>;
type SessionsOption = NonNullable<EmailAuthPluginOptions<Types>['sessions']>;

const open = (sessions: SessionsOption = true) => {
  const service = createTestAuth({ limits: noLimits, loginCode: { resendAfter: 0 } });
  const builder = new SchemaBuilder<WithAuth>({
    plugins: [pluginName],
    emailAuth: { auth: service.auth, sessions },
  });
  builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
  builder.subscriptionType({
    fields: (t) => ({
      ticks: t.int({
        authenticated: true,
        subscribe: async function* () {
          for (let tick = 1; ; tick += 1) yield tick;
        },
        resolve: (tick) => tick,
      }),
    }),
  });
  const contextOf = async ({ accessToken }: { accessToken: string }) => ({
    auth: await service.auth.authenticate(accessToken, caller),
  });
  return { ...service, schema: builder.toSchema(), contextOf };
};

const list = '{ sessions { id createdAt refreshedAt expiresAt network device current } }';

describe('the fields about sessions', () => {
  it('are not there unless they are asked for', () => {
    expect(printSchema(open(false).schema)).not.toMatch(/sessions|endSession|AuthSession/);
  });

  it('list the sessions of the caller, and which one is current', async () => {
    const { logIn, schema, contextOf } = open();
    await logIn(identity, '198.51.100.7');
    const current = await logIn(identity);
    await logIn('eve@example.com');
    expect(await run(schema, list, await contextOf(current))).toEqual({
      data: {
        sessions: [
          expect.objectContaining({ network: '198.51.100.0/24', device: null, current: false }),
          {
            id: current.claims.sid,
            createdAt: '2026-01-01T00:00:00.000Z',
            refreshedAt: '2026-01-01T00:00:00.000Z',
            expiresAt: '2026-01-15T00:00:00.000Z',
            network: '192.0.2.0/24',
            device: null,
            current: true,
          },
        ],
      },
    });
  });

  it('end a session of the caller, and of nobody else', async () => {
    const { auth, logIn, schema, contextOf } = open();
    const [mine, other, eves] = [
      await logIn(identity),
      await logIn(identity),
      await logIn('eve@example.com'),
    ];
    const context = await contextOf(mine);
    const end = (id: string) => run(schema, `mutation { endSession(id: "${id}") }`, context);
    expect(await end(eves.claims.sid)).toEqual({ data: { endSession: false } });
    expect(await end(other.claims.sid)).toEqual({ data: { endSession: true } });
    expect(await end(other.claims.sid)).toEqual({ data: { endSession: false } });
    expect((await auth.sessions(identity)).map(({ id }) => id)).toEqual([mine.claims.sid]);
    expect(await auth.sessions('eve@example.com')).toHaveLength(1);
  });

  it.each([[list], ['mutation { endSession(id: "x") }']])(
    'are for authenticated callers: %s',
    async (source) => {
      const { auth, schema } = open();
      const context = { auth: await auth.authenticate(null, caller) };
      expect(await run(schema, source, context)).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'missing' } }],
      });
    },
  );

  it('are renamed, left out, or given more options', () => {
    const { schema } = open({ sessions: { name: 'mySessions', description: 'Mine.' }, endSession: false });
    expect(printSchema(schema)).toMatch(/"""Mine."""\n {2}mySessions: \[AuthSession!\]!/);
    expect(printSchema(schema)).not.toContain('endSession');
    expect(() => open({ session: {} } as never)).toThrow(
      /emailAuth\.sessions\.session is not an option; did you mean/,
    );
  });
});

describe('a stolen refresh token', () => {
  it.each(['thief', 'victim'])('ends the session for both: the %s refreshes first', async (first) => {
    const { auth, clock, events, logIn, schema } = open();
    const stolen = await logIn(identity);
    const refresh = async (token: string, ip: string) =>
      run(schema, `mutation { refreshToken(token: "${token}") { accessToken refreshToken } }`, {
        auth: await auth.authenticate(null, { ip }),
      });
    const [winner, loser] = first === 'thief' ? ['198.51.100.66', caller.ip] : [caller.ip, '198.51.100.66'];
    const won = (await refresh(stolen.refreshToken, winner)).data?.refreshToken as { accessToken: string };
    await auth.authenticate(won.accessToken, { ip: winner });
    clock.advance(10.001);
    expect(await refresh(stolen.refreshToken, loser)).toMatchObject({
      errors: [{ extensions: { code: 'INVALID_REFRESH_TOKEN', reason: 'reused' } }],
    });
    expect(events.slice(-2)).toMatchObject([
      { type: 'token.reused', identity, session: stolen.claims.sid, ip: loser },
      { type: 'session.ended', reason: 'reused', session: stolen.claims.sid },
    ]);
    for (const token of [stolen.accessToken, won.accessToken]) {
      expect(await run(schema, list, { auth: await auth.authenticate(token, caller) })).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'revoked' } }],
      });
    }
  });
});

describe('a marked subscription', () => {
  it('refuses the next event when its session has been ended elsewhere, and closes', async () => {
    const { auth, logIn, schema, contextOf } = open();
    const pair = await logIn(identity);
    const events = await stream(schema, 'subscription { ticks }', await contextOf(pair));
    expect(await events.next()).toMatchObject({ value: { data: { ticks: 1 } } });
    await auth.logout(pair.refreshToken);
    expect(await events.next()).toMatchObject({
      value: {
        data: { ticks: null },
        errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'revoked' } }],
      },
    });
    expect(await events.next()).toMatchObject({ done: true });
  });
});
