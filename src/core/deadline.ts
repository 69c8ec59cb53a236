/** Work took longer than it may. It may still be done. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
  constructor(milliseconds: number) {
    super(`There was no answer within ${milliseconds} ms.`);
  }
}

/** How `inTime` and `withDeadline` wait. */
export interface DeadlineOptions {
  /** Ends the work too, and rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** The process may end meanwhile. Default: false. */
  readonly unref?: boolean;
}

/**
 * Rejects when work is not done in time: no client of a cache or a mail server can be trusted to give up by itself. For work
 * that nobody can stop.
 *
 * @param onEnd - told why the work was given up
 */
export const inTime = async <Result>(
  work: () => Promise<Result>,
  milliseconds: number,
  { signal: outer, unref = false }: DeadlineOptions = {},
  onEnd?: (error: unknown) => void,
): Promise<Result> => {
  outer?.throwIfAborted();
  let end: (error: unknown) => void = () => {};
  const late = new Promise<never>((_, reject) => {
    end = (error) => {
      reject(error);
      onEnd?.(error);
    };
  });
  const timer = setTimeout(() => end(new DeadlineExceeded(milliseconds)), milliseconds);
  if (unref) timer.unref();
  const onAbort = () => end(outer?.reason);
  outer?.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', onAbort);
  }
};

/**
 * The same for work that is told by a signal, so that what has not begun by then never does. A signal of its own costs some
 * microseconds.
 */
export const withDeadline = <Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  milliseconds: number,
  options?: DeadlineOptions,
): Promise<Result> => {
  const controller = new AbortController();
  return inTime(
    () => work(controller.signal),
    milliseconds,
    options,
    (error) => controller.abort(error),
  );
};
