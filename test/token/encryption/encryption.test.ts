import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEncryption } from '../../../src/token/encryption/encryption.js';
import { type JwtOptions, jwtSettings } from '../../../src/token/jwt-options.js';
import { type Keyring, openKeyring } from '../../../src/token/keyring.js';
import { generateSigningKey } from '../../../src/token/signing-key.js';
import { createTokens } from '../../../src/token/token.js';
import { decryptJwe, encryptJwe } from '../../support/jwe.js';
import { createTestAuth, reasonOf } from '../../support/service.js';
import { howMuch } from '../../support/thoroughness.js';
import { forgedJwes } from './forged-jwes.js';

const now = 1_767_225_600;
const claims = {
  ...{ sub: 'ada@example.com', email: 'ada@example.com', sid: 'session', jti: 'token' },
  ...{ gen: 1, iat: now, exp: now + 300 },
};
const kek = randomBytes(32);
const encryptionKey = kek.toString('base64');

let keyring: Keyring;
beforeAll(async () => {
  keyring = await openKeyring([generateSigningKey()]);
});

const create = (jwt: JwtOptions = { encryptionKey }, open = async () => keyring) =>
  createTokens(open, jwtSettings(jwt), () => now * 1000);

const headerOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());

describe('an encrypted token', () => {
  it.each([
    [16, 'A128KW'],
    [24, 'A192KW'],
    [32, 'A256KW'],
  ])('is a JWE around the signed token, under a key of %d bytes: %s', async (size, alg) => {
    const key = randomBytes(size);
    const tokens = create({ encryptionKey: key.toString('base64url') });
    for (const type of ['at+jwt', 'rt+jwt'] as const) {
      const token = await tokens.sign(type, claims);
      expect(headerOf(token)).toEqual({
        alg,
        enc: 'A256GCM',
        cty: 'JWT',
        kid: expect.stringMatching(/^[\w-]{43}$/),
      });
      const signed = decryptJwe(key, token);
      expect(headerOf(signed)).toEqual({ alg: 'EdDSA', kid: keyring.signer.kid, typ: type });
      for (const spelling of [token, ` ${token}\n`, signed])
        expect(await tokens.verify(type, spelling)).toEqual({ ok: true, claims });
      expect(await create({}).verify(type, signed)).toEqual({ ok: true, claims });
      expect(await create({}).verify(type, token)).toEqual({ ok: false, failure: 'invalid' });
    }
  });

  it('is another one each time, in each part but the header', async () => {
    const tokens = create();
    const [one, other] = [await tokens.sign('rt+jwt', claims), await tokens.sign('rt+jwt', claims)];
    const same = one.split('.').map((part, index) => part === other.split('.')[index]);
    expect(same).toEqual([true, false, false, false, false]);
    expect(decryptJwe(kek, one)).toBe(decryptJwe(kek, other));
  });

  it('is not made where the list begins with false, and read all the same', async () => {
    const waiting = create({ encryptionKey: [false, encryptionKey] });
    expect((await waiting.sign('at+jwt', claims)).split('.')).toHaveLength(3);
    expect(await waiting.verify('at+jwt', await create().sign('at+jwt', claims))).toEqual({
      ok: true,
      claims,
    });
  });

  it('has 8,000 characters at most, and may have as many', async () => {
    const tokens = create();
    const fill = (length: number) => ({ ...claims, fill: 'x'.repeat(length) });
    const fits = (length: number) =>
      tokens.assertFits('at+jwt', fill(length)).then(
        () => true,
        () => false,
      );
    let most = 3000;
    while (await fits(most + 1)) most += 1;
    const token = await tokens.sign('at+jwt', fill(most));
    // A byte more is one character more of the signed token, or two; and as many of this one, and a third.
    expect(token.length).toBeGreaterThan(7996);
    expect(token.length).toBeLessThanOrEqual(8000);
    expect(await tokens.verify('at+jwt', token)).toMatchObject({ ok: true });
    const tooLong = 'claims must be few enough for a token of 8000 characters';
    for (const made of [tokens.sign('at+jwt', fill(most + 1)), tokens.assertFits('at+jwt', fill(most + 1))])
      await expect(made).rejects.toThrow(tooLong);
    const signed = await create({}).sign('at+jwt', fill(most + 1));
    const longer = encryptJwe(kek, { header: headerOf(token), content: signed });
    expect(longer.length).toBeGreaterThan(8000);
    expect(await tokens.verify('at+jwt', longer)).toEqual({ ok: false, failure: 'malformed' });
  });

  it('is as long as was foretold, whatever stands in it', async () => {
    for (let length = 0; length < 12; length += 1) {
      const jwt = { encryptionKey: randomBytes([16, 24, 32][length % 3] ?? 0).toString('base64') };
      const long = { ...claims, fill: 'x'.repeat(length) };
      const [token, signed] = [await create(jwt).sign('at+jwt', long), await create({}).sign('at+jwt', long)];
      const encryption = createEncryption(jwtSettings(jwt).encryptionKeys);
      expect(token).toHaveLength(encryption.lengthOf(signed.length));
    }
  });

  it('is decrypted once, and remembered then; a refresh token is not', async () => {
    let asked = 0;
    const tokens = create(undefined, async () => {
      asked += 1;
      return keyring;
    });
    for (const [type, times] of [
      ['at+jwt', 1],
      ['rt+jwt', 3],
    ] as const) {
      const token = await tokens.sign(type, claims);
      asked = 0;
      for (let i = 0; i < 3; i += 1) expect(await tokens.verify(type, token)).toEqual({ ok: true, claims });
      expect(asked).toBe(times);
    }
  });

  it('with any bit flipped, or any part of another one, is refused, and nothing throws', async () => {
    const tokens = create();
    const [token, other] = [
      await tokens.sign('at+jwt', claims),
      await tokens.sign('at+jwt', { ...claims, gen: 2 }),
    ];
    const parts = token.split('.').map((part) => Buffer.from(part, 'base64url'));
    const refused = async (text: string) =>
      expect(await tokens.verify('at+jwt', text)).toMatchObject({ ok: false });
    const position = fc
      .nat(4)
      .chain((part) => fc.tuple(fc.constant(part), fc.nat((parts[part]?.length ?? 1) * 8 - 1)));
    await fc.assert(
      fc.asyncProperty(position, async ([part, bit]) => {
        const changed = parts.map((bytes) => Buffer.from(bytes));
        const bytes = changed[part];
        if (bytes) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await refused(changed.map((each) => each.toString('base64url')).join('.'));
      }),
      { numRuns: howMuch({ quick: 300, slow: 5000 }) },
    );
    for (let part = 1; part < 5; part += 1) {
      const mixed = token.split('.');
      mixed[part] = other.split('.')[part] ?? '';
      await refused(mixed.join('.'));
    }
    expect(await tokens.verify('at+jwt', token)).toEqual({ ok: true, claims });
  });

  it('is refused whatever else is written in its place, and nothing throws', async () => {
    const tokens = create();
    const token = await tokens.sign('at+jwt', claims);
    const cut = fc.tuple(fc.nat(token.length - 1), fc.nat(20), fc.string({ unit: 'binary', maxLength: 20 }));
    await fc.assert(
      fc.asyncProperty(cut, async ([at, length, inserted]) => {
        const text = token.slice(0, at) + inserted + token.slice(at + length);
        fc.pre(text.trim() !== token);
        expect(await tokens.verify('at+jwt', text)).toMatchObject({ ok: false });
      }),
      { numRuns: howMuch({ quick: 300, slow: 5000 }) },
    );
  });
});

describe('a service that encrypts', () => {
  const caller = { ip: '192.0.2.1' };
  const open = async () => {
    const service = createTestAuth({ jwt: { encryptionKey } });
    return { ...service, pair: await service.logIn('ada@example.com') };
  };
  let service: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    service = await open();
  });

  it.each(forgedJwes)('$id $must', async ({ forge, failure }) => {
    const { auth, pair } = service;
    const access = { token: pair.accessToken, otherType: pair.refreshToken, kek };
    expect((await auth.authenticate(await forge(access), caller)).failure).toBe(failure);
    const refresh = { token: pair.refreshToken, otherType: pair.accessToken, kek };
    expect(await reasonOf(auth.refresh(await forge(refresh), caller))).toBe(
      failure === null ? 'ok' : 'invalid',
    );
    expect((await auth.authenticate(pair.accessToken, caller)).failure).toBeNull();
  });

  it('publishes no such key', async () => {
    const { keys } = await service.auth.jwks();
    expect(keys.map(({ kty, use }) => [kty, use])).toEqual([['OKP', 'sig']]);
  });
});
