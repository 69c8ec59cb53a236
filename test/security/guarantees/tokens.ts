import type { Guarantee } from '../guarantee.js';

export const tokens: readonly Guarantee[] = [
  {
    id: 'T1',
    must: `Only the algorithm of the key that \`kid\` names MUST be accepted, and only the \`typ\` that is asked for`,
    attack: {},
  },
  {
    id: 'T2',
    must: `\`exp\` MUST be checked on every use, remembered tokens and running subscriptions included`,
    attack: {},
  },
  {
    id: 'T3',
    must: `A token MUST have one spelling; what a request does to its claims MUST reach no other request`,
    attack: {},
  },
];
