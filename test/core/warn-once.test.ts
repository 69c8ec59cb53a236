import { describe, expect, it } from 'vitest';
import { warnOnce } from '../../src/core/warn-once.js';

describe('a warning that is given once', () => {
  it('waits for what it is about, and does not look again afterwards', () => {
    const told: string[] = [];
    const seen: number[] = [];
    const look = warnOnce(
      (message) => told.push(message),
      (count: number) => {
        seen.push(count);
        return count < 2 ? undefined : `${count} are too many`;
      },
    );
    for (const count of [0, 1, 2, 3]) look(count);
    expect(told).toEqual(['2 are too many']);
    expect(seen).toEqual([0, 1, 2]);
  });
});
