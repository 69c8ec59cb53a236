import type { Guarantee } from '../guarantee.js';

export const cache: readonly Guarantee[] = [
  {
    id: 'O1',
    must: `Where the cache fails or is late, everything MUST be refused as \`SERVICE_UNAVAILABLE\`, never allowed`,
    attack: {},
  },
  {
    id: 'O2',
    must: `A step MUST happen in time and once, or not at all: not later, and not twice where a client sends it twice`,
    attack: {},
  },
];
