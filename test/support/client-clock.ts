import { afterEach, beforeEach, vi } from 'vitest';

/** A timer that waits until a test runs it. */
export interface HeldTimer {
  readonly run: () => void;
  readonly milliseconds: number;
}

/** Milliseconds: no deadline of a server is longer, and it runs in the same process. */
const longestOfServers = 30_000;

/** The two clocks of a browser. They stand still until they are told to move. */
export const useClientClock = () => {
  let wall = 0;
  let steady = 0;
  beforeEach(() => {
    wall = Date.parse('2026-06-01T12:00:00Z');
    steady = 1000;
    vi.spyOn(Date, 'now').mockImplementation(() => wall);
    vi.spyOn(performance, 'now').mockImplementation(() => steady);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return {
    /** Holds back the timers that wait for long, until a test runs them. Servers and sockets keep theirs. */
    holdTimers: (): HeldTimer[] => {
      const held: HeldTimer[] = [];
      const { setTimeout: real } = globalThis;
      const hold = (given: () => void, milliseconds = 0, ...args: unknown[]) => {
        const run = () => void Reflect.apply(given, undefined, args);
        const isLong = milliseconds > longestOfServers;
        if (isLong) held.push({ run, milliseconds });
        return real(isLong ? () => {} : run, isLong ? 0 : milliseconds);
      };
      vi.spyOn(globalThis, 'setTimeout').mockImplementation(
        Object.assign(hold, { __promisify__: real.__promisify__ }),
      );
      return held;
    },
    /** Time passes. */
    pass: (seconds: number) => {
      wall += seconds * 1000;
      steady += seconds * 1000;
    },
    /** The device sleeps: the steady clock may stand still. */
    sleep: (seconds: number) => {
      wall += seconds * 1000;
    },
    /** Somebody sets the clock of the device, forward or back. */
    set: (seconds: number) => {
      wall += seconds * 1000;
    },
  };
};
