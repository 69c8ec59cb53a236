import { randomInt } from 'node:crypto';

/** Milliseconds before the next try: a second after the first, five after the second, and so on, a fifth more or less. */
export const pauseBefore = (attempt: number): number =>
  Math.min(5 ** (attempt - 1), 60) * randomInt(800, 1200);
