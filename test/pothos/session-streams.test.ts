import SchemaBuilder from '@pothos/core';
import { describe, expect, it } from 'vitest';
import type { EmailAuth } from '../../src/email-auth.js';
import { pluginName, requireClaims, type WithAuth } from '../../src/pothos/index.js';
import { createTestAuth, noLimits } from '../support/service.js';
import { createWatchedCache } from '../support/watched-cache.js';
import { listen, run, stream } from './run.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

async function* count() {
  for (let event = 1; ; event += 1) yield event;
}

/** A schema with every kind of subscription that can know something about its caller. */
const schemaOf = (auth: EmailAuth) => {
  const builder = new SchemaBuilder<WithAuth>({ plugins: [pluginName], emailAuth: auth });
  const Secret = builder.interfaceRef<{ n: number }>('Secret').implement({
    fields: (t) => ({ hidden: t.exposeInt('n', { authenticated: true, nullable: true }) }),
  });
  const Event = builder.objectRef<{ n: number }>('Event').implement({
    interfaces: [Secret],
    isTypeOf: () => true,
    fields: (t) => ({
      n: t.exposeInt('n'),
      secret: t.int({ authenticated: true, nullable: true, resolve: ({ n }) => n }),
      who: t.string({ nullable: true, resolve: (_event, _args, ctx) => ctx.auth?.claims?.email ?? null }),
      why: t.string({ nullable: true, resolve: (_event, _args, ctx) => ctx.auth?.failure ?? null }),
    }),
  });
  builder.queryType({ fields: (t) => ({ me: t.string({ authenticated: true, resolve: () => 'me' }) }) });
  builder.subscriptionType({
    fields: (t) => ({
      marked: t.int({ authenticated: true, subscribe: count, resolve: (n) => n }),
      open: t.field({ type: Event, subscribe: count, resolve: (n) => ({ n }) }),
      inherited: t.field({ type: Secret, subscribe: count, resolve: (n) => ({ n }) }),
      list: t.field({
        type: [Event],
        subscribe: count,
        resolve: (n) => Array.from({ length: 20 }, () => ({ n })),
      }),
      demanding: t.int({
        subscribe: count,
        resolve: (n, _args, ctx) => n + (requireClaims(ctx).sub === identity ? 0 : 1),
      }),
      filtered: t.int({
        subscribe: async function* (_root, _args, ctx) {
          for await (const n of count()) if (ctx.auth.claims?.sub === identity || n > 100) yield n;
        },
        resolve: (n) => n,
      }),
      generated: t.int({
        subscribe: async function* (_root, _args, ctx) {
          for await (const n of count()) yield requireClaims(ctx).sub === identity ? n : 0;
        },
        resolve: (n) => n,
      }),
      demandingFirst: t.int({
        subscribe: (_root, _args, ctx) => {
          requireClaims(ctx);
          return count();
        },
        resolve: (n) => n,
      }),
    }),
  });
  const options = { authenticated: true, subscribe: count, resolve: (n: number) => n } as object;
  builder.objectField('Subscription' as never, 'added', (t) => t.int(options as never));
  return builder.toSchema();
};

const setUp = async (options: Parameters<typeof createTestAuth>[0] = {}) => {
  const watched = createWatchedCache();
  const service = createTestAuth({
    limits: noLimits,
    loginCode: { resendAfter: 0 },
    cache: watched.cache,
    singleProcess: true,
    ...options,
  });
  const pair = await service.logIn(identity);
  const schema = schemaOf(service.auth);
  const contextOf = async (token: string | null) => ({
    auth: await service.auth.authenticate(token, caller),
  });
  const open = async (source: string, token: string | null = pair.accessToken) => {
    const events = await stream(schema, `subscription { ${source} }`, await contextOf(token));
    return {
      events,
      next: async () => {
        const { value, done } = await events.next();
        return done ? 'done' : (JSON.parse(JSON.stringify(value)) as typeof value);
      },
    };
  };
  return { ...service, watched, pair, schema, open, contextOf };
};

type SetUp = Awaited<ReturnType<typeof setUp>>;

const refusal = (reason: string) => ({ extensions: { code: 'UNAUTHENTICATED', reason } });

/** Every way in which a session ends. */
const endings: readonly [how: string, reason: string, end: (service: SetUp) => Promise<unknown>][] = [
  ['a logout', 'revoked', ({ auth, pair }) => auth.logout(pair.refreshToken)],
  ['a logout everywhere', 'revoked', ({ auth }) => auth.logoutEverywhere(identity)],
  [
    'the end of this session alone',
    'revoked',
    ({ auth, pair }) => auth.endSession(identity, pair.claims.sid),
  ],
  [
    'a stolen refresh token',
    'revoked',
    async ({ auth, pair, clock }) => {
      const { accessToken } = await auth.refresh(pair.refreshToken, caller);
      await auth.authenticate(accessToken, caller);
      clock.advance(11);
      await auth.refresh(pair.refreshToken, caller).catch(() => {});
    },
  ],
  ['the end of the token', 'expired', async ({ clock }) => clock.advance(301)],
];

describe.each(endings)('after %s', (_how, reason, end) => {
  it.each(['marked', 'added'])('a marked stream gets the refusal, and ends: %s', async (field) => {
    const service = await setUp();
    const { next } = await service.open(field);
    expect(await next()).toEqual({ data: { [field]: 1 } });
    await end(service);
    expect(await next()).toMatchObject({ data: { [field]: null }, errors: [refusal(reason)] });
    expect(await next()).toBe('done');
  });

  it('an unmarked stream goes on as for an anonymous caller, and its marked fields refuse', async () => {
    const service = await setUp();
    const { next } = await service.open('open { n secret who why }');
    expect(await next()).toEqual({ data: { open: { n: 1, secret: 1, who: identity, why: null } } });
    await end(service);
    for (const n of [2, 3]) {
      expect(await next()).toMatchObject({
        data: { open: { n, secret: null, who: null, why: reason } },
        errors: [{ ...refusal(reason), path: ['open', 'secret'] }],
      });
    }
  });

  it.each(['inherited { hidden }', 'list { secret hidden }'])(
    'marked fields refuse in %s',
    async (source) => {
      const service = await setUp();
      const { next } = await service.open(source);
      expect(await next()).not.toHaveProperty('errors');
      await end(service);
      const event = await next();
      expect(JSON.stringify(event)).not.toMatch(/"(secret|hidden)":\d/);
      expect(event).toMatchObject({
        errors: expect.arrayContaining([expect.objectContaining(refusal(reason))]),
      });
    },
  );

  it('requireClaims refuses in the resolver of a subscription, and before one begins', async () => {
    const service = await setUp();
    const { next } = await service.open('demanding');
    expect(await next()).toEqual({ data: { demanding: 1 } });
    await end(service);
    expect(await next()).toMatchObject({ errors: [refusal(reason)] });
    const context = await service.contextOf(service.pair.accessToken);
    expect(await listen(service.schema, 'subscription { demandingFirst }', context)).toMatchObject({
      errors: [refusal(reason)],
    });
  });
});

describe('an event that its source has made with claims that no longer hold', () => {
  it('is left out: the source is asked again, and sees an anonymous caller', async () => {
    const { open, auth, pair } = await setUp();
    const { next } = await open('filtered');
    expect([await next(), await next()]).toEqual([{ data: { filtered: 1 } }, { data: { filtered: 2 } }]);
    await auth.logout(pair.refreshToken);
    expect(await next()).toEqual({ data: { filtered: 101 } });
  });

  it('is left out, and the stream fails where its source demands claims', async () => {
    const { open, auth, pair } = await setUp();
    const { next } = await open('generated');
    expect(await next()).toEqual({ data: { generated: 1 } });
    await auth.logout(pair.refreshToken);
    await expect(next()).rejects.toMatchObject(refusal('revoked'));
    expect(await next()).toBe('done');
  });

  it('is left out while that cannot be found out', async () => {
    const { open, watched } = await setUp();
    const { next } = await open('filtered');
    await next();
    watched.away = true;
    expect(await next()).toEqual({ data: { filtered: 101 } });
  });
});

describe('while the cache is away', () => {
  const unavailable = { extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: 1 } };

  it('a marked stream shows nothing, and goes on when the cache is back', async () => {
    const { open, watched } = await setUp();
    const { next } = await open('marked');
    expect(await next()).toEqual({ data: { marked: 1 } });
    watched.away = true;
    expect(await next()).toMatchObject({ data: { marked: null }, errors: [unavailable] });
    expect(await next()).toMatchObject({ data: { marked: null }, errors: [unavailable] });
    watched.away = false;
    expect(await next()).toEqual({ data: { marked: 4 } });
  });

  it('an unmarked stream shows what is public', async () => {
    const { open, watched } = await setUp();
    const { next } = await open('open { n secret who why }');
    await next();
    watched.away = true;
    expect(await next()).toMatchObject({
      data: { open: { n: 2, secret: null, who: null, why: 'unavailable' } },
      errors: [unavailable],
    });
    watched.away = false;
    expect(await next()).toEqual({ data: { open: { n: 3, secret: 3, who: identity, why: null } } });
  });

  it('a session that is ended meanwhile is refused when the cache is back', async () => {
    const { open, watched, auth, pair } = await setUp();
    const { next } = await open('marked');
    await next();
    watched.away = true;
    await next();
    watched.away = false;
    await auth.logout(pair.refreshToken);
    expect(await next()).toMatchObject({ errors: [refusal('revoked')] });
    expect(await next()).toBe('done');
  });
});

describe('events that come faster than the checks answer', () => {
  it('come in order, each after a check of its own, and the refusal comes once', async () => {
    const { open, auth, pair } = await setUp();
    const { next } = await open('marked');
    const first = [next(), next()];
    const logout = auth.logout(pair.refreshToken);
    expect(await Promise.all(first)).toHaveLength(2);
    await logout;
    expect(await Promise.all([next(), next(), next()])).toMatchObject([
      { errors: [refusal('revoked')] },
      'done',
      'done',
    ]);
  });

  it('do not keep a client from leaving', async () => {
    const { open } = await setUp();
    const { events, next } = await open('marked');
    const pending = [next(), next(), next()];
    await events.return?.();
    await Promise.all(pending);
    expect(await next()).toBe('done');
  });
});

describe('the cost of a check', () => {
  it('is one read an event, however many marked fields and list items there are', async () => {
    const { open, watched } = await setUp();
    const { next } = await open('list { secret hidden n }');
    await next();
    const before = watched.reads;
    for (let event = 0; event < 5; event += 1) expect(await next()).not.toHaveProperty('errors');
    expect(watched.reads - before).toBe(5);
  });

  it('is nothing for anonymous callers, who are handed the very stream of the resolver', async () => {
    const { open, watched } = await setUp();
    const before = watched.reads;
    const { next } = await open('open { n }', null);
    for (let event = 0; event < 5; event += 1) await next();
    expect(watched.reads).toBe(before);
  });

  it('is nothing once a session is known to have ended', async () => {
    const { open, watched, auth } = await setUp();
    const { next } = await open('open { n }');
    await auth.logoutEverywhere(identity);
    await next();
    const before = watched.reads;
    for (let event = 0; event < 5; event += 1) await next();
    expect(watched.reads).toBe(before);
  });

  it('is nothing for queries', async () => {
    const { schema, contextOf, pair, watched } = await setUp();
    const context = await contextOf(pair.accessToken);
    const before = watched.reads;
    expect(await run(schema, '{ a: me b: me }', context)).toEqual({ data: { a: 'me', b: 'me' } });
    expect(watched.reads).toBe(before);
  });

  it('is nothing where sessions are not checked; the end of the token is noticed all the same', async () => {
    const { open, watched, clock, auth } = await setUp({ accessToken: { checkSession: false } });
    const { next } = await open('open { secret who }');
    const before = watched.reads;
    await next();
    expect(watched.reads).toBe(before);
    await auth.logoutEverywhere(identity);
    expect(await next()).toEqual({ data: { open: { secret: 2, who: identity } } });
    clock.advance(301);
    expect(await next()).toMatchObject({ data: { open: { secret: null, who: null } } });
  });
});
