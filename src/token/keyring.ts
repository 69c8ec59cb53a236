import { type CryptoKey, calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import { deepFreeze } from './deep-freeze.js';
import type { SigningKey } from './signing-key.js';

/** A signing key with its public half, ready to sign and verify. */
export interface KeyPair extends Omit<SigningKey, 'privateKey'> {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** The public half, as published. */
  readonly jwk: JWK;
}

/** All keys: the first signs, all verify. */
export interface Keyring {
  readonly signer: KeyPair;
  find(kid: string | undefined): KeyPair | undefined;
  /** Public halves only; frozen, as all who ask get the same ones. */
  readonly jwks: { readonly keys: readonly JWK[] };
}

const publicHalf = ({ kty, crv, x, y, n, e }: JWK): JWK =>
  JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })) as JWK;

const importPair = async ({ privateKey, ...about }: SigningKey): Promise<KeyPair> => {
  const { alg } = about;
  const privateJwk = privateKey.export({ format: 'jwk' }) as JWK;
  const publicJwk = publicHalf(privateJwk);
  const kid = await calculateJwkThumbprint(publicJwk);
  return {
    ...about,
    kid,
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
    jwks: deepFreeze({ keys: pairs.map((pair) => pair.jwk) }),
  };
};
