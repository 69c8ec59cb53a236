import type { KeyObject } from 'node:crypto';
import type { CryptoKey, JWK } from 'jose';
import { deepFreeze } from './deep-freeze.js';
import { loadJose } from './load-jose.js';
import type { SigningKey } from './signing-key.js';

/** A signing key with its other half, ready to sign and verify. */
export interface KeyPair extends Omit<SigningKey, 'privateKey' | 'publicJwk'> {
  readonly privateKey: CryptoKey;
  /** The same as Node has it; null where it is of another kind. */
  readonly ed25519: KeyObject | null;
  /** What verifies: of a secret, the secret itself. */
  readonly publicKey: CryptoKey;
  /** The public half, as published; null where there is none. */
  readonly jwk: JWK | null;
}

/** All keys: the first signs, all verify. */
export interface Keyring {
  readonly signer: KeyPair;
  find(kid: string | undefined): KeyPair | undefined;
  /** Public halves only; frozen, as all who ask get the same ones. A secret has none, so it is not among them. */
  readonly jwks: { readonly keys: readonly JWK[] };
}

const importSecret = ({ privateKey, alg }: SigningKey): Promise<CryptoKey> => {
  const hash = alg.replace('HS', 'SHA-');
  return crypto.subtle.importKey('raw', privateKey.export(), { name: 'HMAC', hash }, false, [
    'sign',
    'verify',
  ]);
};

// importJWK answers bytes for secrets only, and none gets here.
const importHalf = async (jwk: JWK, alg: string): Promise<CryptoKey> => {
  const { importJWK } = await loadJose();
  return (await importJWK(jwk, alg)) as CryptoKey;
};

const importHalves = async (key: SigningKey): Promise<readonly [CryptoKey, CryptoKey]> => {
  const { privateKey, publicJwk, alg } = key;
  if (publicJwk) {
    const privateJwk = privateKey.export({ format: 'jwk' }) as JWK;
    return Promise.all([importHalf(privateJwk, alg), importHalf(publicJwk, alg)]);
  }
  const secret = await importSecret(key);
  return [secret, secret];
};

/** Without `alg` where the algorithm has two names: whoever pins one refuses the tokens under the other. */
const publish = ({ publicJwk, kid, alg, names }: SigningKey): JWK | null =>
  publicJwk && { ...publicJwk, kid, ...(names.length === 1 && { alg }), use: 'sig' };

const importPair = async (key: SigningKey): Promise<KeyPair> => {
  const { kid, alg, names, signatureBytes } = key;
  const [privateKey, publicKey] = await importHalves(key);
  const ed25519 = key.privateKey.asymmetricKeyType === 'ed25519' ? key.privateKey : null;
  return { kid, alg, names, signatureBytes, privateKey, ed25519, publicKey, jwk: publish(key) };
};

/**
 * Imports the keys once; what comes out is kept. jose is loaded with them, for secrets too: where that fails (a process has
 * no file descriptors left), it fails here, as keys do.
 */
export const openKeyring = async (keys: readonly [SigningKey, ...SigningKey[]]): Promise<Keyring> => {
  await loadJose();
  const [signer, ...others] = await Promise.all(keys.map(importPair));
  if (!signer) throw new TypeError('signingKey must hold at least one key');
  const pairs = [signer, ...others];
  return {
    signer,
    find: (kid) => pairs.find((pair) => pair.kid === kid),
    jwks: deepFreeze({ keys: pairs.flatMap(({ jwk }) => jwk ?? []) }),
  };
};
