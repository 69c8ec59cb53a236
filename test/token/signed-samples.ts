import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import type { JWK } from 'jose';
import { systemClock } from '../../src/core/clock.js';
import type { AlgorithmName, JwtOptions } from '../../src/index.js';
import type { Published } from '../support/other-verifiers.js';
import { createSigningKey, createTestAuth } from '../support/service.js';

/** What the tokens say, and their verifiers expect. */
export const [issuer, audience] = ['https://login.example.com', 'shop'];

const jwkOf = ({ privateKey }: KeyPairKeyObjectResult): JWK => privateKey.export({ format: 'jwk' }) as JWK;
const ec = (namedCurve: string): JWK => jwkOf(generateKeyPairSync('ec', { namedCurve }));
const rsa = (modulusLength: number): JWK => jwkOf(generateKeyPairSync('rsa', { modulusLength }));

/** A key of each kind, and its algorithm. */
export const keys: Readonly<Record<string, { readonly key: JWK; readonly algorithm: AlgorithmName }>> = {
  'Ed25519 as EdDSA': { key: jwkOf(generateKeyPairSync('ed25519')), algorithm: 'EdDSA' },
  'Ed25519 as Ed25519': { key: jwkOf(generateKeyPairSync('ed25519')), algorithm: 'Ed25519' },
  'P-256': { key: ec('prime256v1'), algorithm: 'ES256' },
  'P-384': { key: ec('secp384r1'), algorithm: 'ES384' },
  'P-521': { key: ec('secp521r1'), algorithm: 'ES512' },
  RSA: { key: rsa(2048), algorithm: 'RS256' },
  'RSA with PSS': { key: rsa(2048), algorithm: 'PS256' },
  'RSA with another hash': { key: rsa(3072), algorithm: 'RS512' },
};

/** A token of a service with this key and another one, and what the service publishes, as it comes over the wire. */
export const open = async (key: JWK, algorithm: AlgorithmName, jwt: JwtOptions = {}) => {
  const signingKey = [key, createSigningKey()];
  const { auth, logIn } = createTestAuth({
    clock: systemClock,
    signingKey,
    jwt: { issuer, audience, algorithm, ...jwt },
  });
  const { accessToken } = await logIn('ada@example.com');
  return { token: accessToken, published: JSON.parse(JSON.stringify(await auth.jwks())) as Published };
};

/** The same, encrypted with this key; signed with ECDSA on P-256. */
export const openEncrypted = (kek: Buffer) => {
  const sample = keys['P-256'];
  if (!sample) throw new Error('there is such a key');
  return open(sample.key, sample.algorithm, { encryptionKey: kek.toString('base64') });
};

/** The same token for somebody else. */
export const forge = (token: string): string => {
  const [header, payload = '', signature] = token.split('.');
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), sub: 'eve@example.com' };
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
};
