import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import type { JWK } from 'jose';
import { type AlgorithmName, algorithmsOf, chooseAlgorithm, isWeak } from './keys/algorithms.js';
import { attempt, type FoundKey } from './keys/found-key.js';
import { publicHalf, secretId, thumbprintOf } from './keys/key-id.js';
import { cannotSign, refuseKey } from './keys/key-refusal.js';

/** A key that signs, and the one algorithm that it is used with. */
export interface SigningKey {
  /** A private key, or a secret. */
  readonly privateKey: KeyObject;
  /** The public half; null where there is none. */
  readonly publicJwk: JWK | null;
  /** RFC 7638 thumbprint; of a secret, an HMAC under a key that is derived from it. */
  readonly kid: string;
  /** The name of the algorithm in new tokens. */
  readonly alg: AlgorithmName;
  /** All its names: tokens are accepted under each of them. */
  readonly names: readonly AlgorithmName[];
  /** Bytes of a signature. */
  readonly signatureBytes: number;
}

/** The key in the one spelling that Node has for it, however it was written. */
const exportJwk = (key: KeyObject): JWK => key.export({ format: 'jwk' }) as JWK;

/**
 * The secret of a key, to derive other keys from: the same bytes however the key was written. An EC key has many
 * spellings as DER (with its public point or without, compressed, with the parameters of its curve spelled out), and an
 * RSA key some (the order of its primes, the size of its exponent).
 */
export const keyMaterial = ({ privateKey }: Pick<SigningKey, 'privateKey'>): Buffer => {
  const { kty, crv, d, e, p, q, k, alg, priv } = exportJwk(privateKey);
  const secrets: Readonly<Record<string, readonly unknown[]>> = {
    RSA: [e, ...[p, q].sort()],
    oct: [k],
    AKP: [alg, priv],
  };
  return Buffer.from(JSON.stringify([kty, ...(secrets[kty ?? ''] ?? [crv, d])]), 'utf8');
};

/** Bytes of a signature of RFC 7518, section 3.4: two numbers of the size of the curve, not the DER that Node makes of them. */
const ecSignatureBytes = (privateKey: KeyObject): number =>
  2 * Buffer.from(exportJwk(privateKey).d ?? '', 'base64url').length;

/**
 * Makes a signature and verifies it, since parsers do not compare the two halves of a key.
 *
 * @returns its bytes; undefined where the halves differ
 */
const trySigning = (privateKey: KeyObject): number | undefined => {
  const text = Buffer.from('pothos-plugin-email-auth');
  const isEc = privateKey.asymmetricKeyType === 'ec';
  const hash = isEc || privateKey.asymmetricKeyType === 'rsa' ? 'sha256' : null;
  return attempt(() => {
    // Workers know no options beside the key.
    const signature = sign(hash, text, privateKey);
    if (!verify(hash, text, createPublicKey(privateKey), signature)) return undefined;
    return isEc ? ecSignatureBytes(privateKey) : signature.length;
  });
};

const trySecret = (secret: KeyObject, alg: string): number =>
  createHmac(alg.replace('HS', 'sha'), secret).digest().length;

const inWords = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(' or ');

/**
 * Looks whether a key that was found can sign, and with what.
 *
 * @param preferred - the `jwt.algorithm` option
 * @throws {TypeError} naming the option, and never quoting the key
 */
export const toSigningKey = ({ key, option, alg: said }: FoundKey, preferred?: string): SigningKey => {
  if (isWeak(key)) throw refuseKey(option, 'weak');
  const possible = algorithmsOf(key);
  if (possible.length === 0) throw refuseKey(option, 'kind');
  const chosen = chooseAlgorithm(possible, { said, preferred });
  if (!chosen) throw cannotSign(option, `its "alg" is not ${inWords(possible.flat())}`);
  const isSecret = key.type === 'secret';
  const signatureBytes = isSecret ? trySecret(key, chosen.alg) : trySigning(key);
  if (!signatureBytes) throw refuseKey(option, 'halves');
  const material = attempt(() => keyMaterial({ privateKey: key }));
  // Node reads some keys that it cannot write again, such as ML-DSA without its seed.
  if (!material) throw refuseKey(option, 'kind');
  const publicJwk = publicHalf(key);
  const kid = publicJwk ? thumbprintOf(publicJwk) : secretId(material);
  return { privateKey: key, publicJwk, kid, ...chosen, signatureBytes };
};

/** A fresh Ed25519 key, for development. */
export const generateSigningKey = (preferred?: string): SigningKey =>
  toSigningKey({ key: generateKeyPairSync('ed25519').privateKey, option: 'signingKey' }, preferred);
