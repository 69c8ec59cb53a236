import type { Guarantee } from '../guarantee.js';

export const addresses: readonly Guarantee[] = [
  {
    id: 'A1',
    must: `A header MUST NOT change the address that is counted, unless the socket is a trusted proxy's, or \`hops\` counts the proxies; then only what trusted proxies wrote counts, quoted text is text, and what cannot be read counts as the last hop that can`,
    attack: {},
  },
  {
    id: 'A2',
    must: `A caller MUST NOT shed its address by hanging up`,
    attack: {},
  },
];
