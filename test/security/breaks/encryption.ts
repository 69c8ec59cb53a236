import type { Break } from './break.js';

export const encryption: readonly Break[] = [
  {
    id: 'T4',
    file: 'token/encryption/encryption.ts',
    from: '(own ? own.encrypt(signed) : signed)',
    to: 'signed',
  },
  {
    // One content key for all tokens.
    id: 'T4',
    file: 'token/encryption/encryption.ts',
    from: '.setProtectedHeader(membersOf(key))',
    to: '.setProtectedHeader(membersOf(key))\n        .setContentEncryptionKey(new Uint8Array(32))',
  },
  {
    // Any header with these algorithms.
    id: 'T4',
    file: 'token/encryption/encryption.ts',
    from: 'find(({ header }) =>',
    to: 'find(({ header }) => header ||',
  },
  {
    id: 'T4',
    file: 'token/token.ts',
    from: "if (isEncrypted && !isCompactJws(signed)) return { ok: false, failure: 'malformed' };",
    to: "if (isEncrypted && !isCompactJws(signed.trim())) return { ok: false, failure: 'malformed' };",
  },
  {
    // The last letters of the tag.
    id: 'T4',
    file: 'token/encryption/compact-jwe.ts',
    from: "exactly('tag')",
    to: "'[\\\\w-]{22}'",
  },
];
