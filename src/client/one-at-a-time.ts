/** Runs one thing at a time: the same again while it runs is the same, and another one gives up the one before. */
export const createOneAtATime = () => {
  let running:
    | { readonly key: string; readonly promise: Promise<void>; readonly giveUp: AbortController }
    | undefined;
  const giveUp = (): void => {
    running?.giveUp.abort();
    running = undefined;
  };
  return {
    giveUp,
    run(key: string, start: (giveUp: AbortController) => Promise<void>): Promise<void> {
      if (running?.key === key) return running.promise;
      giveUp();
      const controller = new AbortController();
      const promise = start(controller).finally(() => {
        if (running?.promise === promise) running = undefined;
      });
      running = { key, promise, giveUp: controller };
      return promise;
    },
  };
};
