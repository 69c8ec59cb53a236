import type { Guarantee } from '../guarantee.js';

export const secrets: readonly Guarantee[] = [
  {
    id: 'X1',
    must: `No code, token, key or address stands in an error; no code, token or key in an event`,
    attack: {},
  },
];
