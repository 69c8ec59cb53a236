import { createHash, createHmac, createPublicKey, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import { deriveKey } from '../../core/derive-key.js';

/** The members of a public JWK that make it what it is (RFC 7638, section 3.2), in the order of the alphabet. */
const members: Readonly<Record<string, readonly (keyof JWK)[]>> = {
  AKP: ['alg', 'kty', 'pub'],
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
};

const required = (jwk: JWK): JWK =>
  Object.fromEntries((members[jwk.kty ?? ''] ?? []).map((name) => [name, jwk[name]]));

/** The thumbprint of a public key (RFC 7638, section 3). */
export const thumbprintOf = (jwk: JWK): string =>
  createHash('sha256')
    .update(JSON.stringify(required(jwk)), 'utf8')
    .digest('base64url');

/** The public half of a key, and nothing else of it; null where there is none. */
export const publicHalf = (key: KeyObject): JWK | null =>
  // Boundary: Node's type names the members of the older kinds only.
  key.type === 'secret' ? null : required(createPublicKey(key).export({ format: 'jwk' }) as JWK);

/** The `kid` of a secret. Its thumbprint would be a hash of it, with which guesses could be tried. */
export const secretId = (material: Buffer): string =>
  createHmac('sha256', deriveKey(material, 'kid')).update('kid', 'utf8').digest('base64url');
