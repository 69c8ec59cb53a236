import type { Clock } from './clock.js';

/** Knows whether it is worth trying: after a failure not for a while, and then longer if it fails again. */
export interface CircuitBreaker {
  /** Milliseconds until the next try; 0 where it may be tried now. */
  wait(): number;
  succeeded(): void;
  failed(): void;
}

const shortest = 5000;
const longest = 60_000;

/**
 * After its pause everybody may try, not one chosen probe: a stranger who is chosen again and again, and whose address
 * is never sent anything, would keep it open for ever.
 */
export const createCircuitBreaker = (clock: Clock): CircuitBreaker => {
  let pause = 0;
  let until = 0;
  return {
    wait: () => Math.max(0, until - clock()),
    succeeded() {
      pause = 0;
      until = 0;
    },
    failed() {
      const now = clock();
      // What was under way when the pause began tells nothing new.
      if (now < until) return;
      pause = Math.min(Math.max(shortest, pause * 2), longest);
      until = now + pause;
    },
  };
};
