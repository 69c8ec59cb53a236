import { describe, expect, it } from 'vitest';
import { endWithSession, type Watch } from '../../src/pothos/end-with-session.js';
import { withResolvers } from '../support/with-resolvers.js';

/** A source that says nothing, and remembers what was asked of it. */
const quietSource = () => {
  const log: string[] = [];
  const iterator = {
    next: () => {
      log.push('next');
      return new Promise<never>(() => {});
    },
    return: async () => {
      log.push('return');
      return { done: true as const, value: undefined };
    },
    throw: async (error: unknown) => {
      log.push('throw');
      throw error;
    },
  };
  return { log, source: { [Symbol.asyncIterator]: () => iterator } };
};

const endedBy = (source: AsyncIterable<unknown>) =>
  endWithSession(source, () => async () => 'pass') as AsyncIterableIterator<unknown>;

describe('a stream that ends with its token', () => {
  it('lets a client leave while nothing happens', async () => {
    const { log, source } = quietSource();
    const stream = endedBy(source);
    void stream.next();
    expect(await stream.return?.()).toEqual({ done: true, value: undefined });
    expect(log).toEqual(['next', 'return']);
  });

  it('hands on an error that a client throws in', async () => {
    const { log, source } = quietSource();
    await expect(endedBy(source).throw?.(new Error('enough'))).rejects.toThrow('enough');
    expect(log).toEqual(['throw']);
  });

  it('hands on the failure of its source', async () => {
    const stream = endedBy(
      (async function* () {
        yield 1;
        throw new Error('broken');
      })(),
    );
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    await expect(stream.next()).rejects.toThrow('broken');
  });

  it('keeps nothing of the events that it leaves out', async () => {
    const dropped = 1000;
    const { promise: last, resolve: bringLast } = withResolvers<IteratorResult<unknown>>();
    const { promise: asked, resolve: askForLast } = withResolvers<void>();
    let pulled = 0;
    const next = async () => {
      pulled += 1;
      if (pulled <= dropped) return { done: false, value: pulled };
      askForLast();
      return last;
    };
    const source = { [Symbol.asyncIterator]: () => ({ next }) };
    const watch: Watch = () => async () => (pulled <= dropped ? 'drop' : 'pass');
    const stream = endWithSession(source, watch) as AsyncIterableIterator<unknown>;
    let turns = 0;
    let hasCome = false;
    const come = stream.next().finally(() => {
      hasCome = true;
    });
    await asked;
    bringLast({ done: false, value: 'last' });
    for (; !hasCome; turns += 1) await null;
    expect(await come).toEqual({ done: false, value: 'last' });
    // Were there a promise for each, the last event would go through all of them.
    expect(turns).toBeLessThan(20);
  });

  it('leaves what is not a stream to GraphQL, which says so', () => {
    expect(endWithSession(undefined, () => async () => 'last')).toBeUndefined();
  });
});
