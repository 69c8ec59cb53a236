import type { Guarantee } from '../guarantee.js';

export const host: readonly Guarantee[] = [
  {
    id: 'H1',
    must: `Nothing that \`delivery\`, \`claims\`, \`onEvent\` or \`waitUntil\` throws or answers with MUST end the process`,
    attack: {},
  },
];
