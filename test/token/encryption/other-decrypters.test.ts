import { createSecretKey, randomBytes } from 'node:crypto';
import * as jose6 from 'jose';
import * as jose4 from 'jose4';
import { describe, expect, it } from 'vitest';
import { decryptJwe, wrapKey } from '../../support/jwe.js';
import { otherVerifiers } from '../../support/other-verifiers.js';
import examples from '../../vectors/rfc-examples.json' with { type: 'json' };
import { audience, issuer, keys, openEncrypted } from '../signed-samples.js';

const decrypters: Readonly<Record<string, (kek: Buffer, token: string) => Promise<string>>> = {
  'jose 4': async (kek, token) => {
    const { plaintext } = await jose4.compactDecrypt(token, createSecretKey(kek));
    return Buffer.from(plaintext).toString();
  },
  'jose 6': async (kek, token) => {
    const { plaintext } = await jose6.compactDecrypt(token, kek);
    return Buffer.from(plaintext).toString();
  },
  'node:crypto': async (kek, token) => decryptJwe(kek, token),
};

const rows = Object.keys(decrypters).flatMap((name) => [16, 24, 32].map((size) => [name, size] as const));

describe('an encrypted token of ours', () => {
  it.each(rows)('is decrypted by %s with a key of %d bytes, and by no other key', async (name, size) => {
    const kek = randomBytes(size);
    const { token, published } = await openEncrypted(kek);
    const signed = await decrypters[name]?.(kek, token);
    if (signed === undefined) throw new Error('there is such a decrypter');
    const { algorithm } = keys['P-256'] ?? { algorithm: 'none' };
    for (const verify of Object.values(otherVerifiers))
      expect(await verify(published, { token: signed, issuer, audience, algorithm })).toMatchObject({
        sub: 'ada@example.com',
      });
    await expect(decrypters[name]?.(randomBytes(size), token)).rejects.toThrow();
  });
});

describe('the key wrap of these tests', () => {
  const example = examples.wrapping.find(({ wrapped }) => wrapped !== undefined);

  it(`makes what stands in ${example?.section}`, () => {
    const wrapped = wrapKey(
      Buffer.from(example?.key.k ?? '', 'base64url'),
      Buffer.from(example?.contentKey ?? '', 'hex'),
    );
    expect(wrapped.toString('base64url')).toBe(example?.wrapped);
  });
});
