import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runPython, whyNoPython } from '../support/python.js';
import { audience, forge, issuer, keys, open, openEncrypted } from './signed-samples.js';

const why = await whyNoPython();
if (why) console.warn(why);

const names = ['PyJWT', 'Authlib'] as const;
const verify = (cases: readonly object[]) =>
  runPython(join(import.meta.dirname, 'verify.py'), cases) as Record<string, string>[];

describe.skipIf(why)('a token of ours, in Python', () => {
  it.each(Object.entries(keys))(
    'is verified by the keys that we publish: %s',
    async (_, { key, algorithm }) => {
      const { token, published } = await open(key, algorithm);
      const own = { token, published, issuer, audience, algorithm };
      const [good, forged, elsewhere] = verify([
        own,
        { ...own, token: forge(token) },
        { ...own, audience: 'other' },
      ]);
      for (const name of names) {
        // Neither knows the name of RFC 9864.
        if (algorithm !== 'Ed25519') expect(`${name}: ${good?.[name]}`).toBe(`${name}: ada@example.com`);
        for (const refused of [forged, elsewhere]) {
          expect(refused?.[name]).toMatch(/Error$|Invalid/);
        }
      }
    },
  );

  it.each([16, 24, 32])('is decrypted with a key of %d bytes, and then verified', async (size) => {
    const kek = randomBytes(size);
    const { token, published } = await openEncrypted(kek);
    const withKey = (key: Buffer) => ({
      ...{ token, published, issuer, audience, algorithm: 'ES256' },
      encryption_key: key.toString('base64url'),
    });
    const [good, wrong] = verify([withKey(kek), withKey(randomBytes(size))]);
    expect(good?.['Authlib with the key']).toBe('ada@example.com');
    expect(wrong?.['Authlib with the key']).toMatch(/Error$|Invalid/);
    for (const name of names) expect(good?.[name]).toMatch(/Error$|Invalid/);
  });
});
