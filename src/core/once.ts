/** Makes something when it is first asked for, and answers with it from then on. */
export const once = <Result>(make: () => Result): (() => Result) => {
  let made: { readonly result: Result } | undefined;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
};

/** Does work when it is first asked for. All who ask meanwhile wait for the same work; what has failed is done anew. */
export const onceDone = <Result>(work: () => Promise<Result>): (() => Promise<Result>) => {
  let under: Promise<Result> | undefined;
  return () => {
    under ??= work().catch((error: unknown) => {
      under = undefined;
      throw error;
    });
    return under;
  };
};
