/**
 * For options that contradict one another, though each is right by itself.
 *
 * @throws {TypeError}
 */
export const refuseIf = (wrong: boolean, message: string): void => {
  if (wrong) throw new TypeError(message);
};
