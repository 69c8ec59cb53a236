import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createServerClock } from '../../src/store/redis/server-clock.js';

const milliseconds = (max: number) => fc.double({ min: 0, max, noNaN: true });

describe('what is known of a server’s clock', () => {
  it('is nothing at first: every time is over', () => {
    expect(createServerClock().at(1_000_000)).toBe(0);
  });

  it('is never ahead of it, and behind it by less than the fastest way back', () => {
    const trip = fc.record({ there: milliseconds(100), back: milliseconds(100), pause: milliseconds(1000) });
    fc.assert(
      fc.property(
        fc.double({ min: 1e9, max: 2e12, noNaN: true }),
        fc.array(trip, { minLength: 1 }),
        (difference, trips) => {
          const clock = createServerClock();
          let now = 0;
          for (const { there, back, pause } of trips) {
            const sentAt = now + pause;
            now = sentAt + there + back;
            clock.learn(sentAt, now, Math.floor(sentAt + there + difference));
          }
          const ahead = clock.at(now) - (now + difference);
          expect(ahead).toBeLessThanOrEqual(0);
          expect(ahead).toBeGreaterThan(-Math.min(...trips.map(({ back }) => back)) - 2.001);
        },
      ),
    );
  });

  it.each([3_600_000, -3_600_000])('is learnt anew when the clock was moved by %d', (jump) => {
    const clock = createServerClock();
    clock.learn(0, 10, 5_000_000);
    clock.learn(100, 110, 5_000_105 + jump);
    expect(clock.at(110)).toBeLessThanOrEqual(5_000_110 + jump);
    expect(clock.at(110)).toBeGreaterThanOrEqual(5_000_100 + jump);
  });
});
