import Keyv from 'keyv';
import { describe } from 'vitest';
import { attackAll } from './attack-all.js';
import { createWorld } from './world.js';

const openCache = () => new Keyv();
const none = () => undefined;

describe('what SECURITY.md guarantees, where no cache is given', () =>
  attackAll(() => createWorld(openCache, none)));
