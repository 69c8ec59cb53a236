import { constants, createHmac, createPublicKey, createSign, generateKeyPairSync, sign } from 'node:crypto';
import type { AuthTokens } from '../../../src/index.js';
import { encodePart as encode, partsOf } from '../../support/jwt.js';
import { signingKey } from '../../support/service.js';

/** The second key of the service. */
export const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** What a forger knows, and keys that are hers. */
export const createForgery = (
  { accessToken, refreshToken }: AuthTokens,
  { now, otherKid }: { readonly now: number; readonly otherKid: string },
) => {
  const { header, payload, signature } = partsOf(accessToken);
  const publicKey = createPublicKey(signingKey);
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const unsigned = (more: object) => `${encode({ ...header, ...more })}.${encode(payload)}`;
  const publicJwk = publicKey.export({ format: 'jwk' });
  return {
    ...{ accessToken, refreshToken, header, payload, signature, stranger, now, otherKid },
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }),
    publicJwk: Buffer.from(publicJwk.x ?? '', 'base64url'),
    publicJson: JSON.stringify(publicJwk),
    otherPem: createPublicKey(otherKey).export({ type: 'spki', format: 'pem' }),
    hmacWith: (key: string | Buffer, alg = 'HS256', more: object = {}) => {
      const signed = unsigned({ alg, ...more });
      return `${signed}.${createHmac(`sha${alg.slice(2)}`, key)
        .update(signed)
        .digest('base64url')}`;
    },
    byStranger: (more: object) => {
      const signed = unsigned(more);
      return `${signed}.${sign(null, Buffer.from(signed), stranger).toString('base64url')}`;
    },
    signWithCurve: (es256: object) => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      const signed = `${encode(es256)}.${encode(payload)}`;
      const signer = createSign('sha256').update(signed);
      return `${signed}.${signer.sign({ key: privateKey, dsaEncoding: 'ieee-p1363' }, 'base64url')}`;
    },
    signWithOther: (own: object, pss = false) => {
      const signed = `${encode(own)}.${encode(payload)}`;
      const padding = pss ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
      const key = { key: otherKey, padding, saltLength: 32 };
      return `${signed}.${createSign('sha256')
        .update(signed)
        .sign(pss ? key : otherKey, 'base64url')}`;
    },
    /** What looks like a JWE (RFC 7516, section 7.1). */
    encrypted: (own: object, text = encode(payload)) => [encode(own), '', 'AAAA', text, 'AAAA'].join('.'),
  };
};

type Forgery = ReturnType<typeof createForgery>;

/** Something that is brought as an access token, and why it is refused. */
export interface ForgedToken {
  readonly id: string;
  /** Of RFC 8725, or of its revision. */
  readonly section: string;
  readonly must: string;
  readonly token: (forgery: Forgery) => string;
  /** `null`: it is taken. */
  readonly failure: 'invalid' | 'malformed' | 'expired' | null;
}

/** Signs a header and claims that are written by hand. */
export const forgeText = (header: string | Buffer, payload: string | Buffer): string => {
  const signed = [header, payload].map((part) => Buffer.from(part).toString('base64url')).join('.');
  return `${signed}.${sign(null, Buffer.from(signed), signingKey).toString('base64url')}`;
};

/** A list in a list in a list. */
export const nested = (depth: number): unknown =>
  JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown;

/** The flattened JSON serialization (RFC 7515, section 7.2.2). */
export const asJson = (token: string, more: object = {}): string => {
  const [header, payload, signature] = token.split('.');
  return JSON.stringify({ ...more, protected: header, payload, signature });
};

/** The same bytes, with other bits in the last character that decoders drop: 64 bytes leave four. */
export const respell = (token: string): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token.slice(-1)) + 1];
};
