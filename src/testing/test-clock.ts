import { type Clock, systemClock } from '../core/clock.js';

/** A clock that stands still until it is told to move. */
export interface TestClock extends Clock {
  /** Moves it forward. */
  advance(seconds: number): void;
}

/** It starts at the machine's time, so that other libraries take its tokens too. */
export const createTestClock = (): TestClock => {
  let now = systemClock();
  return Object.assign(() => now, {
    advance: (seconds: number) => {
      now += seconds * 1000;
    },
  });
};
