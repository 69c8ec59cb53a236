import type { CryptoKey } from 'jose';
import { once } from '../../core/once.js';
import { loadJose } from '../load-jose.js';
import { compactJweLength, contentEncryption } from './compact-jwe.js';
import type { EncryptionKey, EncryptionKeys } from './encryption-key.js';

/** Encrypts signed tokens: nested JWTs (RFC 7519, section 5.2). Without a key to encrypt with, tokens stay as they are. */
export interface Encryption {
  /** How long a token will be that has so many characters when it is signed. */
  lengthOf(signed: number): number;
  encrypt(signed: string): Promise<string>;
  /** What was encrypted with one of the keys; undefined where that cannot be. */
  decrypt(token: string): Promise<string | undefined>;
}

const membersOf = ({ alg, kid }: EncryptionKey) => ({ alg, enc: contentEncryption, cty: 'JWT', kid });

/**
 * T4: the header of all tokens of a key, letter for letter. No other is accepted, so nothing in a header chooses
 * anything (RFC 8725, sections 3.1 and 3.6): no `dir`, no `zip`, no `crit`, no other content.
 */
const headerOf = (key: EncryptionKey): string =>
  Buffer.from(JSON.stringify(membersOf(key)), 'utf8').toString('base64url');

const importKey = ({ key }: EncryptionKey): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', key.export(), 'AES-KW', false, ['wrapKey', 'unwrapKey']);

/** A key with its header, ready for use. */
const open = (key: EncryptionKey) => {
  const imported = once(() => importKey(key));
  const header = headerOf(key);
  const options = { keyManagementAlgorithms: [key.alg], contentEncryptionAlgorithms: [contentEncryption] };
  return {
    header,
    encrypt: async (text: string) => {
      const { CompactEncrypt } = await loadJose();
      return new CompactEncrypt(Buffer.from(text, 'latin1'))
        .setProtectedHeader(membersOf(key))
        .encrypt(await imported());
    },
    decrypt: async (token: string) => {
      const { compactDecrypt } = await loadJose();
      const cryptoKey = await imported();
      try {
        const { plaintext } = await compactDecrypt(token, cryptoKey, options);
        return Buffer.from(plaintext).toString('latin1');
      } catch {
        return undefined;
      }
    },
  };
};

/** @param keys - the first encrypts, all decrypt */
export const createEncryption = ({ first, all }: EncryptionKeys): Encryption => {
  const opened = all.map(open);
  const own = first === null ? undefined : opened[0];
  return {
    lengthOf: (signed) => (own ? compactJweLength(own.header, signed) : signed),
    encrypt: async (signed) => (own ? own.encrypt(signed) : signed),
    decrypt: async (token) => opened.find(({ header }) => token.startsWith(`${header}.`))?.decrypt(token),
  };
};
