import { calculateJwkThumbprint, createLocalJWKSet, type JWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/core/clock.js';
import { parseSigningKeys } from '../../../src/token/keys/parse-signing-keys.js';
import { mlDsaKey } from '../../support/ml-dsa.js';
import { parseSigningKey } from '../../support/parse-signing-key.js';
import { createSigningKey, createTestAuth } from '../../support/service.js';
import { pemOf } from './key-spellings.js';

const sizes = [44, 65, 87] as const;

describe.skipIf(mlDsaKey(44) === null)('a key for ML-DSA', () => {
  const made = (size: (typeof sizes)[number]) => {
    const key = mlDsaKey(size);
    if (!key) throw new Error('no key');
    return { key, jwk: key.export({ format: 'jwk' }) as JWK };
  };

  it.each(sizes)('is read from PEM, JWK, KeyObject and CryptoKey: ML-DSA-%d', async (size) => {
    const { key, jwk } = made(size);
    const alg = `ML-DSA-${size}`;
    const { kid } = parseSigningKey(jwk);
    expect(kid).toBe(await calculateJwkThumbprint(jwk));
    for (const input of [JSON.stringify(jwk), pemOf(key), pemOf(key).replaceAll('\n', '|'), key])
      expect(parseSigningKey(input)).toMatchObject({ kid, alg, names: [alg] });
    const { privateKey } = (await crypto.subtle.generateKey(alg, true, ['sign', 'verify'])) as CryptoKeyPair;
    expect(parseSigningKey(privateKey).alg).toBe(alg);
  });

  it.each(sizes)('signs tokens that others verify by what is published: ML-DSA-%d', async (size) => {
    const { jwk } = made(size);
    const { auth, logIn } = createTestAuth({ clock: systemClock, signingKey: [jwk, createSigningKey()] });
    const { accessToken } = await logIn('ada@example.com');
    expect((await auth.authenticate(accessToken, { ip: null })).failure).toBeNull();
    const { keys } = await auth.jwks();
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'kid', 'kty', 'pub', 'use']);
    const { payload } = await jwtVerify(accessToken, createLocalJWKSet({ keys: [...keys] }));
    expect(payload.sub).toBe('ada@example.com');
  });

  it('is refused where its halves belong to two keys, or the public one is alone', () => {
    const [one, other] = [made(44).jwk, made(44).jwk];
    expect(() => parseSigningKeys({ ...one, pub: other.pub }, 'k')).toThrow(/belongs to another key$/);
    const { priv: _, ...publicJwk } = one;
    expect(() => parseSigningKeys(publicJwk, 'k')).toThrow(/; this is a public key$/);
  });
});
