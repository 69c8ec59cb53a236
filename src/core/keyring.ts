import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type CryptoKey, calculateJwkThumbprint, importJWK, type JWK } from 'jose';

/** A private signing key: PKCS#8 PEM (a `|` may stand for a line break), or a JWK, as JSON text or as an object. */
export type SigningKeyInput = string | JWK;

/** A parsed private key and the one algorithm that it is used with. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly alg: string;
}

/** A signing key with its public half, ready to sign and verify. */
export interface KeyPair {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** The public half, as published. */
  readonly jwk: JWK;
}

/** All keys: the first signs, all verify. */
export interface Keyring {
  readonly signer: KeyPair;
  find(kid: string | undefined): KeyPair | undefined;
  /** Public halves only. */
  readonly jwks: { readonly keys: readonly JWK[] };
}

const curveAlgorithms: Readonly<Record<string, string>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

const algorithmOf = (key: KeyObject): string | undefined => {
  // RFC 9864: `Ed25519` instead of the polymorphic `EdDSA`.
  if (key.asymmetricKeyType === 'ed25519') return 'Ed25519';
  if (key.asymmetricKeyType === 'ec') return curveAlgorithms[key.asymmetricKeyDetails?.namedCurve ?? ''];
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return key.asymmetricKeyType === 'rsa' && bits >= 2048 ? 'RS256' : undefined;
};

const readKey = (input: SigningKeyInput): KeyObject => {
  if (typeof input === 'object') return createPrivateKey({ key: { ...input }, format: 'jwk' });
  const text = input.trim();
  return text.startsWith('{') ? readKey(JSON.parse(text)) : createPrivateKey(text.replaceAll('|', '\n'));
};

/**
 * Reads a private key.
 *
 * @throws {TypeError} naming the option, and never quoting the key
 */
export const parseSigningKey = (input: unknown, option: string): SigningKey => {
  const expected = `${option} must be a private key for Ed25519, ECDSA (P-256, P-384, P-521) or RSA (2048 bits or more)`;
  let privateKey: KeyObject;
  try {
    privateKey = readKey(input as SigningKeyInput);
  } catch {
    // The parser's own message is left out: it may quote the input.
    throw new TypeError(
      `${expected}, as a PKCS#8 PEM or a JWK with its "d" part; this is neither. In a PEM, write | for each line break ` +
        'where the variable has one line',
    );
  }
  const alg = algorithmOf(privateKey);
  if (alg === undefined) throw new TypeError(`${expected}; this is one of another kind`);
  return { privateKey, alg };
};

/** A fresh Ed25519 key, for development. */
export const generateSigningKey = (): SigningKey => ({
  privateKey: generateKeyPairSync('ed25519').privateKey,
  alg: 'Ed25519',
});

/** The private part in one canonical form, to derive other keys from. */
export const keyMaterial = ({ privateKey }: SigningKey): Buffer =>
  privateKey.export({ format: 'der', type: 'pkcs8' });

const publicHalf = ({ kty, crv, x, y, n, e }: JWK): JWK =>
  JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })) as JWK;

const importPair = async ({ privateKey, alg }: SigningKey): Promise<KeyPair> => {
  const privateJwk = privateKey.export({ format: 'jwk' }) as JWK;
  const publicJwk = publicHalf(privateJwk);
  const kid = await calculateJwkThumbprint(publicJwk);
  return {
    kid,
    alg,
    // importJWK answers bytes for symmetric keys only, and none gets here.
    privateKey: (await importJWK(privateJwk, alg)) as CryptoKey,
    publicKey: (await importJWK(publicJwk, alg)) as CryptoKey,
    jwk: { ...publicJwk, kid, alg, use: 'sig' },
  };
};

/** Imports the keys once; what comes out is kept. */
export const openKeyring = async (keys: readonly [SigningKey, ...SigningKey[]]): Promise<Keyring> => {
  const [signer, ...others] = await Promise.all(keys.map(importPair));
  if (!signer) throw new TypeError('signingKey must hold at least one key');
  const pairs = [signer, ...others];
  return {
    signer,
    find: (kid) => pairs.find((pair) => pair.kid === kid),
    jwks: { keys: pairs.map((pair) => pair.jwk) },
  };
};
