import { describe, it } from 'vitest';
import { describeBothStores } from '../support/both-stores.js';
import { guarantees } from './guarantees/index.js';
import { createWorld } from './world.js';

describeBothStores('what SECURITY.md guarantees', (openCache) => {
  // Not `describe.each`, which would write the id in quotes: `npm test -- -t C1` is to find the row.
  for (const { id, must, attack } of guarantees) {
    describe(`${id}: ${must}`, () => {
      for (const [name, run] of Object.entries(attack)) {
        it(name, async () => {
          const world = createWorld(openCache);
          try {
            await run(world);
          } finally {
            await world.stop();
          }
        });
      }
    });
  }
});
