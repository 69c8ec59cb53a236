import type { Guarantee } from '../guarantee.js';

export const limits: readonly Guarantee[] = [
  {
    id: 'L1',
    must: `Limits MUST be counted in the same atomic step that compares, all or none`,
    attack: {},
  },
  {
    id: 'L2',
    must: `A block MUST end after its time, however often the blocked caller knocks`,
    attack: {},
  },
  {
    id: 'L3',
    must: `One HTTP request MUST get one login and one mail, with aliases and batches too`,
    attack: {},
  },
  {
    id: 'L4',
    must: `In any 24 hours, at most 50 guesses MUST be compared with short codes of one identity; 10,000 with all`,
    attack: {},
  },
  {
    id: 'L5',
    must: `Strangers MUST NOT keep an owner waiting for longer than one code lives, on whatever network she is, and in any hour MUST NOT send her mailbox more than 10 mails and two more for each life of a code`,
    attack: {},
  },
  {
    id: 'L6',
    must: `A caller without an address who brings a live challenge MUST NOT be held up by others without an address`,
    attack: {},
  },
];
