import { describe, it } from 'vitest';
import { guarantees } from './guarantees/index.js';
import type { World } from './world.js';

/** Attacks every guarantee, each attack in a world of its own. */
export const attackAll = (open: () => World): void => {
  // Not `describe.each`, which would write the id in quotes: `npm test -- -t C1` is to find the row.
  for (const { id, must, attack } of guarantees) {
    describe(`${id}: ${must}`, () => {
      for (const [name, run] of Object.entries(attack)) {
        it(name, async () => {
          const world = open();
          try {
            await run(world);
          } finally {
            await world.stop();
          }
        });
      }
    });
  }
};
