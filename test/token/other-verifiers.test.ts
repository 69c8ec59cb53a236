import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { createVerifier } from 'fast-jwt';
import type { JWK } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { otherVerifiers } from '../support/other-verifiers.js';
import { audience, forge, issuer, keys, open } from './signed-samples.js';

/** What these do not know, whoever signs. */
const unknown: Readonly<Record<string, readonly string[]>> = {
  'jose 4': ['Ed25519'],
  jsonwebtoken: ['EdDSA', 'Ed25519'],
  'fast-jwt': ['Ed25519'],
};

describe('a token of ours, by the keys that we publish', () => {
  const rows = Object.entries(otherVerifiers).flatMap(([name, verify]) =>
    Object.entries(keys).map(([what, { key, algorithm }]) => ({ name, verify, what, key, algorithm })),
  );

  it.each(rows)('is verified by $name: $what', async ({ name, verify, key, algorithm }) => {
    const { token, published } = await open(key, algorithm);
    const expected = { token, issuer, audience, algorithm };
    if (unknown[name]?.includes(algorithm)) {
      await expect(verify(published, expected)).rejects.toThrow();
      return;
    }
    expect(await verify(published, expected)).toMatchObject({
      sub: 'ada@example.com',
      iss: issuer,
      aud: audience,
    });
    await expect(verify(published, { ...expected, token: forge(token) })).rejects.toThrow();
    await expect(verify(published, { ...expected, audience: 'other' })).rejects.toThrow();
  });

  it('is verified with the shared key, where that is what signs, and no key is published', async () => {
    const k = randomBytes(64);
    const key: JWK = { kty: 'oct', k: k.toString('base64url') };
    for (const algorithm of ['HS256', 'HS384', 'HS512'] as const) {
      const { token, published } = await open(key, algorithm);
      expect(published.keys.map(({ kty }) => kty)).toEqual(['OKP']);
      const options = { algorithms: [algorithm], issuer, audience };
      expect(jsonwebtoken.verify(token, createSecretKey(k), options)).toMatchObject({
        sub: 'ada@example.com',
      });
      expect(createVerifier({ key: k, algorithms: [algorithm] })(token)).toMatchObject({
        sub: 'ada@example.com',
      });
      expect(() => jsonwebtoken.verify(forge(token), createSecretKey(k), options)).toThrow(
        'invalid signature',
      );
      const [signed, signature] = [token.slice(0, token.lastIndexOf('.')), token.split('.')[2]];
      const mac = createHmac(algorithm.replace('HS', 'sha'), k).update(signed).digest('base64url');
      expect(signature).toBe(mac);
    }
  });
});
