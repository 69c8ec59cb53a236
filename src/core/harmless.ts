/**
 * H1: Calls a function of the host's whose failure changes nothing. What it throws is dropped, and what it answers may be a
 * promise or anything else that can be awaited: a rejection that nobody handles would end the process.
 */
export const callHarmlessly = (call: () => unknown): void => {
  try {
    Promise.resolve(call()).catch(() => {});
  } catch {
    // It has been called, and that was all.
  }
};
