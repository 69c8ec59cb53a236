import { CompactEncrypt } from 'jose';
import { decryptJwe, encryptJwe } from '../../support/jwe.js';

/** What a forger has: a token, what it is made of, and (where the row is about more than that) the key itself. */
export interface JweForgery {
  /** An encrypted token of the service. */
  readonly token: string;
  /** The encrypted token of the other type. */
  readonly otherType: string;
  readonly kek: Buffer;
}

/** The parts of a token, as they stand in it, and what they say. */
export const opened = ({ token, kek }: JweForgery) => {
  const [first = '', key = '', nonce = '', ciphertext = '', tag = ''] = token.split('.');
  const header: Readonly<Record<string, unknown>> = JSON.parse(Buffer.from(first, 'base64url').toString());
  return { first, key, nonce, ciphertext, tag, header, content: decryptJwe(kek, token) };
};

type Opened = ReturnType<typeof opened>;

/** A row in which the forger has the key, and uses it well but for one thing. */
export const withKey =
  (change: (parts: Opened, forgery: JweForgery) => Partial<Parameters<typeof encryptJwe>[1]>) =>
  (forgery: JweForgery): string => {
    const parts = opened(forgery);
    return encryptJwe(forgery.kek, {
      header: parts.header,
      content: parts.content,
      ...change(parts, forgery),
    });
  };

/** The same, with other members in the header. */
export const withHeader = (more: object) => withKey(({ header }) => ({ header: { ...header, ...more } }));

/** A row in which the forger changes the parts of a token. */
export const withParts =
  (change: (parts: Opened) => Partial<Opened>) =>
  (forgery: JweForgery): string => {
    const parts = opened(forgery);
    const { first, key, nonce, ciphertext, tag } = { ...parts, ...change(parts) };
    return [first, key, nonce, ciphertext, tag].join('.');
  };

/** A row in which jose encrypts with other algorithms. */
export const byJose =
  (members: object, keyOf: (kek: Buffer) => Parameters<CompactEncrypt['encrypt']>[0]) =>
  (forgery: JweForgery): Promise<string> => {
    const { header, content } = opened(forgery);
    return new CompactEncrypt(Buffer.from(content))
      .setProtectedHeader({ ...header, ...members } as never)
      .encrypt(keyOf(forgery.kek));
  };

/** The first byte of the tag becomes the last one of the ciphertext. */
export const moveByte = ({ ciphertext, tag }: Opened): Partial<Opened> => {
  const [content, end] = [ciphertext, tag].map((part) => Buffer.from(part, 'base64url'));
  if (!content || !end) throw new Error('there are both');
  return {
    ciphertext: Buffer.concat([content, end.subarray(0, 1)]).toString('base64url'),
    tag: end.subarray(1).toString('base64url'),
  };
};

/** The first bytes of a part. */
export const cut = (part: string, bytes: number): string =>
  Buffer.from(part, 'base64url').subarray(0, bytes).toString('base64url');
