/** Work took longer than it may. It may still be done. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
  constructor(milliseconds: number) {
    super(`There was no answer within ${milliseconds} ms.`);
  }
}

/** How `withDeadline` waits. */
export interface DeadlineOptions {
  /** Ends the work too, and rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** The process may end meanwhile. Default: false. */
  readonly unref?: boolean;
}

/**
 * Rejects when work is not done in time: no client of a cache or a mail server can be trusted to give up by itself. The signal tells
 * the work, so that what has not begun by then never does.
 */
export const withDeadline = async <Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  milliseconds: number,
  { signal: outer, unref = false }: DeadlineOptions = {},
): Promise<Result> => {
  outer?.throwIfAborted();
  const controller = new AbortController();
  let end: (error: unknown) => void = () => {};
  const late = new Promise<never>((_, reject) => {
    end = (error) => {
      reject(error);
      controller.abort(error);
    };
  });
  const timer = setTimeout(() => end(new DeadlineExceeded(milliseconds)), milliseconds);
  if (unref) timer.unref();
  const onAbort = () => end(outer?.reason);
  outer?.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', onAbort);
  }
};
