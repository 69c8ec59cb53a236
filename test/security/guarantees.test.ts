import { describeBothStores } from '../support/both-stores.js';
import { attackAll } from './attack-all.js';
import { createWorld } from './world.js';

describeBothStores('what SECURITY.md guarantees', (openCache) => attackAll(() => createWorld(openCache)));
