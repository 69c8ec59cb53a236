import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readOncePerRun, systemClock } from '../../src/core/clock.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 1000 }));
afterEach(() => void vi.useRealTimers());

it("the machine's clock stands still for what runs without a pause, and no longer", async () => {
  const clock = readOncePerRun(systemClock);
  expect(clock()).toBe(1000);
  vi.setSystemTime(2000);
  expect(clock()).toBe(1000);
  await null;
  expect(clock()).toBe(2000);
});

it('a clock of the host is asked each time', () => {
  let now = 0;
  const clock = readOncePerRun(() => {
    now += 1;
    return now;
  });
  expect([clock(), clock()]).toEqual([1, 2]);
});
