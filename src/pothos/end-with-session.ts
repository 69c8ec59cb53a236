/** What is to be done with an event: hand it on, hand it on and close the stream, or leave it out. */
export type Verdict = 'pass' | 'last' | 'drop';

/** Called before an event is pulled; answers with what is to be asked when it has come. */
export type Watch = () => () => Promise<Verdict>;

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

const ignore = (): void => {};

/** Runs one call after the other; one that finds nobody before it runs at once. */
const inTurn = <Result>(work: () => Promise<Result>): (() => Promise<Result>) => {
  let last: Promise<void> | undefined;
  return () => {
    const result = last ? last.then(work) : work();
    const settled: Promise<void> = result.then(ignore, ignore).then(() => {
      if (last === settled) last = undefined;
    });
    last = settled;
    return result;
  };
};

const endAfter = (events: AsyncIterable<unknown>, watch: Watch): AsyncIterableIterator<unknown> => {
  const source = events[Symbol.asyncIterator]();
  const done = { done: true, value: undefined } as const;
  let over = false;
  let left = false;
  // A loop: had it called itself, a promise would be kept for each event that is left out, until one is not.
  const pull = async (): Promise<IteratorResult<unknown>> => {
    while (!left && !over) {
      const judge = watch();
      const event = await source.next();
      if (event.done) return event;
      const verdict = await judge();
      over = verdict === 'last';
      if (verdict !== 'drop') return event;
    }
    if (!left) await source.return?.();
    return done;
  };
  // Not a generator: its `return` would wait for a pending `next`, so a client could not leave a quiet stream.
  return {
    // In turn, so that an event that comes while another is being checked is not handed on before it.
    next: inTurn(pull),
    async return() {
      left = true;
      await source.return?.();
      return done;
    },
    async throw(error) {
      left = true;
      await source.throw?.(error);
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};

/**
 * Asks before each event is handed on. The first event that finds its token or its session dead is let through, for its
 * resolver to refuse in words, and the stream is closed after it: otherwise a forgotten client would be told so at every
 * event, for ever.
 *
 * @param watch - called once for each event
 */
export const endWithSession = (stream: unknown, watch: Watch): unknown =>
  isAsyncIterable(stream) ? endAfter(stream, watch) : stream;
