import type { AnyAuthClient, HeldToken } from './auth-client.js';

/** Milliseconds until an outage is asked about again. */
const pause = 5000;
/** Longer than a timer can wait: `setTimeout` would call at once. */
const longest = 2 ** 31 - 1;

/**
 * Renews the token in time, as long as somebody is signed in, and says each new one.
 *
 * @param say - where it rejects, the token is said again later
 * @returns a function that ends it
 */
export const whenRenewed = (client: AnyAuthClient, say: (held: HeldToken) => Promise<void>): (() => void) => {
  let said = client.peek()?.id;
  let timer: ReturnType<typeof setTimeout>;
  let isOver = false;
  const renew = async (): Promise<void> => {
    await client.token();
    const held = client.peek();
    if (isOver || !held || held.id === said) return;
    await say(held);
    said = held.id;
  };
  const wait = (milliseconds: number): void => {
    timer = setTimeout(
      () =>
        renew().then(next, () => {
          if (!isOver) wait(pause);
        }),
      Math.min(milliseconds, longest),
    );
  };
  const next = (): void => {
    const held = client.peek();
    // At least a second: a token of a second's life is no reason to be always asking.
    if (!isOver && held) wait(Math.max(1000, held.renewIn * 1000));
  };
  next();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
};
