import type { Break } from './break.js';

export const endpoints: readonly Break[] = [
  {
    // Whoever knows the name of a client.
    id: 'I1',
    file: 'yoga/endpoints/clients.ts',
    from: 'digestOf(id, secret));',
    to: "digestOf(id, ''));",
  },
  {
    // Whoever says anything.
    id: 'I1',
    file: 'yoga/endpoints/clients.ts',
    from: 'timingSafeEqual(other, digest)).length > 0',
    to: 'timingSafeEqual(other, digest)).length >= 0',
  },
  {
    id: 'I1',
    file: 'yoga/endpoints/token-endpoint.ts',
    from: "if (method !== 'POST') return wrongMethod('POST');",
    to: '',
  },
  {
    id: 'I1',
    file: 'yoga/endpoints/bounded-body.ts',
    from: 'if (size > maxBytes) return null;',
    to: '',
  },
  {
    id: 'I1',
    file: 'yoga/endpoints/introspection.ts',
    from: "if (failure === 'unavailable') return outage;",
    to: '',
  },
  {
    // What was once valid.
    id: 'I1',
    file: 'token/token.ts',
    from: 'claims.exp + leeway > Math.floor(clock() / 1000)',
    to: 'claims.exp + leeway > 0',
  },
];
