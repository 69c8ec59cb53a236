import { type Clock, timeLeft } from '../core/clock.js';

/** Knows whether it is worth trying: after a failure not for a while, and then longer if it fails again. */
export interface CircuitBreaker {
  /** Milliseconds until the next try; 0 where it may be tried now. */
  wait(): number;
  /** Whether it has failed and not succeeded since. */
  isOpen(): boolean;
  /** Rises when it closes. A try notes it when it begins, so that its failure is not taken for news after that. */
  term(): number;
  succeeded(): void;
  /** A failure of a try that began in this term. */
  failed(term: number): void;
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
  let term = 0;
  const wait = () => timeLeft(until, pause, clock());
  return {
    wait,
    isOpen: () => pause > 0,
    term: () => term,
    succeeded() {
      if (pause === 0) return;
      pause = 0;
      until = 0;
      term += 1;
    },
    failed(begun) {
      // What was under way when the pause began, or before it ended well, tells nothing new.
      if (begun !== term || wait() > 0) return;
      pause = Math.min(Math.max(shortest, pause * 2), longest);
      until = clock() + pause;
    },
  };
};
