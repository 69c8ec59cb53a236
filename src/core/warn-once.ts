/**
 * Warns of something once. What it makes looks again and again until there is something to warn of, says that, and never
 * looks again.
 *
 * @param look - answers with the sentence; with undefined where nothing is wrong
 */
export const warnOnce = <Seen extends readonly unknown[]>(
  warn: (message: string) => void,
  look: (...seen: Seen) => string | undefined,
): ((...seen: Seen) => void) => {
  let warned = false;
  return (...seen) => {
    const message = warned ? undefined : look(...seen);
    if (message === undefined) return;
    warned = true;
    warn(message);
  };
};
