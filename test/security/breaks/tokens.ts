import type { Break } from './break.js';

export const tokens: readonly Break[] = [
  {
    id: 'T1',
    file: 'token/keyring.ts',
    from: 'find: (kid) => pairs.find((pair) => pair.kid === kid),',
    to: 'find: (kid) => pairs.find((pair) => pair.kid === kid) ?? signer,',
  },
  {
    // A refresh token of a key that nobody knows is verified with the first.
    id: 'T1',
    file: 'token/token.ts',
    from: 'const pair = keyring.find(kid);',
    to: "const pair = keyring.find(kid) ?? (type === 'rt+jwt' ? keyring.signer : undefined);",
  },
  {
    id: 'T1',
    file: 'token/token.ts',
    from: '    typ: type,\n',
    to: '',
  },
  {
    id: 'T1',
    file: 'token/token.ts',
    from: "type === 'at+jwt' && token.length <= maxTokenLength ?",
    to: 'token.length <= maxTokenLength ?',
  },
  {
    id: 'T2',
    file: 'token/token.ts',
    from: 'claims.exp + leeway > Math.floor(clock() / 1000)',
    to: 'claims.exp + leeway > 0',
  },
  {
    // A stream that is not marked knows the caller for ever.
    id: 'T2',
    file: 'token/standing.ts',
    from: "this.#settle(look, expired ? 'expired' : null);",
    to: 'this.#settle(look, null);',
  },
  {
    id: 'T2',
    file: 'token/standing.ts',
    from: '(claims.exp + leeway) * 1000 > clock()',
    to: '(claims.exp + leeway) * 1000 > 0',
  },
  {
    id: 'T3',
    file: 'token/compact-jws.ts',
    from: '[\\\\w-][AQgw]',
    to: '[\\\\w-][\\\\w-]',
  },
  {
    id: 'T3',
    file: 'token/token.ts',
    from: '{ ok: true, claims: deepFreeze(claims) }',
    to: '{ ok: true, claims }',
  },
  {
    id: 'T3',
    file: 'flows/issue-tokens.ts',
    from: 'claims: deepFreeze(claims)',
    to: 'claims',
  },
];
