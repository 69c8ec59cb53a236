/** Work took longer than it may. It may still be done. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
  constructor(milliseconds: number) {
    super(`There was no answer within ${milliseconds} ms.`);
  }
}

/**
 * Rejects when work is not done in time: no client of a cache or a mail server can be trusted to give up by itself. The signal tells
 * the work, so that what has not begun by then never does.
 */
export const withDeadline = async <Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  milliseconds: number,
): Promise<Result> => {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new DeadlineExceeded(milliseconds);
      reject(error);
      controller.abort(error);
    }, milliseconds);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
};
