import { describe, it } from 'vitest';
import { describeBothStores } from '../support/both-stores.js';
import { guarantees } from './guarantees/index.js';
import { createWorld } from './world.js';

describeBothStores('what SECURITY.md guarantees', (openCache) => {
  describe.each(guarantees)('$id: $must', ({ attack }) => {
    it.each(Object.entries(attack))('%s', async (_, run) => {
      const world = createWorld(openCache);
      try {
        await run(world);
      } finally {
        await world.stop();
      }
    });
  });
});
