import { describe, expect, it } from 'vitest';
import { createBuilder } from './builders.js';
import { asAda, asNobody, createClock } from './fake-email-auth.js';
import { listen, stream } from './run.js';

const schemaWithTicks = () => {
  const log: string[] = [];
  const builder = createBuilder();
  builder.subscriptionType({
    fields: (t) => ({
      ticks: t.int({
        authenticated: true,
        subscribe: async function* () {
          log.push('subscribed');
          try {
            yield* [1, 2, 3];
          } finally {
            log.push('closed');
          }
        },
        resolve: (tick) => tick,
      }),
      open: t.int({
        subscribe: async function* () {
          yield* [1];
        },
        resolve: (tick) => tick,
      }),
    }),
  });
  return { schema: builder.toSchema(), log };
};

describe('a marked subscription', () => {
  it('delivers every event while the token lives, and closes its source', async () => {
    const { schema, log } = schemaWithTicks();
    const seen: unknown[] = [];
    for await (const event of await stream(schema, 'subscription { ticks }', asAda()))
      seen.push(event.data?.ticks);
    expect(seen).toEqual([1, 2, 3]);
    expect(log).toEqual(['subscribed', 'closed']);
  });

  it('refuses an anonymous subscriber before subscribing', async () => {
    const { schema, log } = schemaWithTicks();
    const answer = await listen(schema, 'subscription { ticks }', asNobody());
    expect(answer).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'missing' } }],
    });
    expect(log).toEqual([]);
  });

  it('refuses a context without auth before subscribing', async () => {
    const { schema, log } = schemaWithTicks();
    const answer = await listen(schema, 'subscription { ticks }', {});
    expect(answer).toMatchObject({ errors: [{ message: expect.stringContaining('useEmailAuth(auth)') }] });
    expect(log).toEqual([]);
  });

  it('refuses the first event after the token has expired, then closes the stream and its source', async () => {
    const { schema, log } = schemaWithTicks();
    const clock = createClock();
    const events = await stream(schema, 'subscription { ticks }', asAda(clock));
    expect(await events.next()).toEqual({ done: false, value: { data: { ticks: 1 } } });
    clock.now = 1_300_000;
    expect(await events.next()).toMatchObject({
      value: {
        data: { ticks: null },
        errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'expired' } }],
      },
    });
    expect(log).toEqual(['subscribed']);
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(log).toEqual(['subscribed', 'closed']);
  });
});

describe('an unmarked subscription', () => {
  it('is open to everybody', async () => {
    const events = await stream(schemaWithTicks().schema, 'subscription { open }', {});
    expect(await events.next()).toEqual({ done: false, value: { data: { open: 1 } } });
  });
});
