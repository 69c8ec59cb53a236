import type { Guarantee } from '../guarantee.js';

export const delivery: readonly Guarantee[] = [
  {
    id: 'D1',
    must: `A mail that fails MUST NOT leave its user waiting for the pause before another code`,
    attack: {},
  },
  {
    id: 'D2',
    must: `No recipient MUST be able to stop the mail for others, or keep it refused once it can be sent again`,
    attack: {},
  },
  {
    id: 'D3',
    must: `A message that may have been accepted, or whose code has expired, MUST NOT be sent again`,
    attack: {},
  },
  {
    id: 'D4',
    must: `One network MUST NOT take more than its share of the mail queue, and strangers MUST NOT take its second half`,
    attack: {},
  },
];
