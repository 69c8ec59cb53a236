const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

const endAfter = (
  events: AsyncIterable<unknown>,
  isOver: () => Promise<boolean>,
): AsyncIterableIterator<unknown> => {
  const source = events[Symbol.asyncIterator]();
  const done = { done: true, value: undefined } as const;
  let over = false;
  // Not a generator: its `return` would wait for a pending `next`, so a client could not leave a quiet stream.
  return {
    async next() {
      if (over) {
        await source.return?.();
        return done;
      }
      const event = await source.next();
      over = !event.done && (await isOver());
      return event;
    },
    async return() {
      await source.return?.();
      return done;
    },
    async throw(error) {
      await source.throw?.(error);
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};

/**
 * Lets the first event that finds its token or its session dead through, for its resolver to refuse in words, and closes
 * the stream after it: otherwise a forgotten client would be told so at every event, for ever.
 */
export const endWithSession = (stream: unknown, isOver: () => Promise<boolean>): unknown =>
  isAsyncIterable(stream) ? endAfter(stream, isOver) : stream;
