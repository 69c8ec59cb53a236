import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The first block of what AES key wrap wraps (RFC 3394, section 2.2.3.1). */
const initial = Buffer.from('a6'.repeat(8), 'hex');

const wrapping = (kek: Buffer): string => `id-aes${kek.length * 8}-wrap`;

/** Wraps a key (RFC 3394), by OpenSSL. */
export const wrapKey = (kek: Buffer, key: Buffer): Buffer =>
  createCipheriv(wrapping(kek), kek, initial).update(key);

const unwrapKey = (kek: Buffer, wrapped: Buffer): Buffer =>
  createDecipheriv(wrapping(kek), kek, initial).update(wrapped);

interface Jwe {
  /** The protected header: its members, or its text. */
  readonly header: object | string;
  readonly content: string | Buffer;
  /** Bytes of the tag. Default: 16. */
  readonly tag?: number;
  /** Bytes of the nonce. Default: 12. */
  readonly nonce?: number;
  /** The key of the content, and how it stands in the token. Default: a fresh one, wrapped. */
  readonly contentKey?: { readonly key: Buffer; readonly wrapped: Buffer };
}

/** Encrypts as RFC 7516, section 5.1 says, with AES key wrap and A256GCM, by node:crypto, whatever the header says. */
export const encryptJwe = (
  kek: Buffer,
  { header, content, tag = 16, nonce = 12, contentKey }: Jwe,
): string => {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const first = Buffer.from(text).toString('base64url');
  const key = contentKey?.key ?? randomBytes(32);
  const iv = randomBytes(nonce);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tag }).setAAD(Buffer.from(first));
  const ciphertext = Buffer.concat([cipher.update(content), cipher.final()]);
  const parts = [contentKey?.wrapped ?? wrapKey(kek, key), iv, ciphertext, cipher.getAuthTag()];
  return [first, ...parts.map((part) => part.toString('base64url'))].join('.');
};

/** Decrypts as RFC 7516, section 5.2 says, by node:crypto. */
export const decryptJwe = (kek: Buffer, token: string): string => {
  const [header = '', ...rest] = token.split('.');
  const [key, iv, ciphertext, tag] = rest.map((part) => Buffer.from(part, 'base64url'));
  if (!key || !iv || !ciphertext || !tag) throw new Error('This is no JWE.');
  const decipher = createDecipheriv('aes-256-gcm', unwrapKey(kek, key), iv, { authTagLength: 16 })
    .setAAD(Buffer.from(header))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
};
