/** A step took longer than it may. It may still happen. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
  constructor(milliseconds: number) {
    super(`The cache did not answer within ${milliseconds} ms.`);
  }
}

/** Rejects when work is not done in time: no client of a cache can be trusted to give up by itself. */
export const withDeadline = async <Result>(work: Promise<Result>, milliseconds: number): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineExceeded(milliseconds)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
