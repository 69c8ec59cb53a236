import { describe, expect, it } from 'vitest';
import { createMailSchedule } from '../../src/delivery/mail-schedule.js';
import { createFakeClock } from '../support/fake-clock.js';

const open = (options: { median?: number | null; queue?: number } = {}) => {
  const clock = createFakeClock();
  let median = options.median ?? null;
  const schedule = createMailSchedule({
    clock,
    durations: { median: () => median },
    concurrency: 5,
    queue: options.queue ?? 1000,
    lifetime: 300_000,
  });
  const next = (count: number) => Array.from({ length: count }, () => schedule.next());
  const setMedian = (value: number | null) => {
    median = value;
  };
  return { clock, schedule, next, setMedian };
};

describe('start times', () => {
  it('are now, until mails have been measured', () => {
    expect(open().next(3)).toEqual([0, 0, 0]);
  });

  it('are one interval apart: what a mail takes, divided by how many are to be under way', () => {
    const { clock, next } = open({ median: 500 });
    expect(next(3)).toEqual([0, 100, 200]);
    clock.advance(0.25);
    expect(next(2)).toEqual([50, 150]);
    clock.advance(5);
    expect(next(2)).toEqual([0, 100]);
  });

  it('keep their interval for 10 seconds, whatever is measured meanwhile', () => {
    const { clock, next, setMedian } = open({ median: 500 });
    const interval = () => {
      const [first = 0, second = 0] = next(2);
      return second - first;
    };
    expect(interval()).toBe(100);
    setMedian(100);
    clock.advance(9.9);
    expect(interval()).toBe(100);
    clock.advance(0.1);
    expect(interval()).toBe(20);
    setMedian(null);
    clock.advance(10);
    expect(interval()).toBe(0);
  });

  it('are at most a second apart, however slow mails are', () => {
    expect(open({ median: 600_000 }).next(4)).toEqual([0, 1000, 2000, 3000]);
  });

  it('come closer where mails wait, so that a full queue starts within half the life of a code', () => {
    const starts = open({ median: 600_000 }).next(1000);
    expect(starts[30]).toBe(30_000);
    expect(starts[31]).toBe(30_120);
    expect(starts.at(-1)).toBeGreaterThan(140_000);
    expect(starts.at(-1)).toBeLessThanOrEqual(150_000);
  });

  it('are usual ones again when nobody waits any more', () => {
    const { clock, next } = open({ median: 600_000 });
    next(100);
    clock.advance(30);
    expect(next(2)).toEqual([9280, 10_280]);
  });

  it('are near again when the clock is set back', () => {
    const { clock, next } = open({ median: 500 });
    next(3);
    clock.advance(-86_400);
    expect(next(1)[0]).toBeLessThanOrEqual(150_000);
  });

  it('begin anew when everything has begun before its time', () => {
    const { schedule, next } = open({ median: 500 });
    next(10);
    schedule.restart();
    expect(next(2)).toEqual([100, 200]);
  });
});
