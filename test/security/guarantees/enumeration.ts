import type { Guarantee } from '../guarantee.js';

export const enumeration: readonly Guarantee[] = [
  {
    id: 'E1',
    must: `The answer to a request for a code MUST NOT depend on whether the address is known. Lookup and mail begin when it has left, at a start time that does not depend on what became of other requests`,
    attack: {},
  },
  {
    id: 'E2',
    must: `A failed login MUST NOT tell why it failed`,
    attack: {},
  },
];
