import { createHmac } from 'node:crypto';
import { CompactSign, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type JwtOptions, jwtSettings } from '../../src/token/jwt-options.js';
import { type Keyring, openKeyring } from '../../src/token/keyring.js';
import { generateSigningKey } from '../../src/token/signing-key.js';
import { createTokens, type TokenType } from '../../src/token/token.js';

const now = 1_767_225_600;
const claims = {
  ...{ sub: 'ada@example.com', email: 'ada@example.com', sid: 'session', jti: 'token' },
  ...{ gen: 1, iat: now, exp: now + 300 },
};

let keyring: Keyring;
let others: Keyring;
beforeAll(async () => {
  const [first, second, third] = [generateSigningKey(), generateSigningKey(), generateSigningKey()];
  keyring = await openKeyring([first, second]);
  others = await openKeyring([third]);
});

const create = (options: JwtOptions = {}, at: () => number = () => now) =>
  createTokens(
    async () => keyring,
    jwtSettings(options),
    () => at() * 1000,
  );

/** A token that whoever has the key can make. */
const forge = (payload: object, header: object = {}, from = keyring.signer): Promise<string> =>
  new SignJWT(payload as JWTPayload)
    .setProtectedHeader({ alg: from.alg, kid: from.kid, typ: 'at+jwt', ...header })
    .sign(from.privateKey);

const readPart = (token: string, part: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[part] ?? '', 'base64url').toString());

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

const failureOf = async (token: unknown, options: JwtOptions = {}, type: TokenType = 'at+jwt') => {
  const verified = await create(options).verify(type, token);
  return verified.ok ? 'ok' : verified.failure;
};

describe('a token', () => {
  it.each(['at+jwt', 'rt+jwt'] as const)('is accepted as what it was signed as: %s', async (type) => {
    const tokens = create();
    const token = await tokens.sign(type, claims);
    expect(readPart(token, 0)).toEqual({ alg: 'EdDSA', kid: keyring.signer.kid, typ: type });
    expect(readPart(token, 1)).toEqual(claims);
    for (const spelling of [token, ` ${token}\n`])
      expect(await tokens.verify(type, spelling)).toEqual({ ok: true, claims });
    const other = type === 'at+jwt' ? 'rt+jwt' : 'at+jwt';
    for (const tokensOfAll of [tokens, create()])
      expect(await tokensOfAll.verify(other, token)).toEqual({ ok: false, failure: 'invalid' });
  });

  it('is verified by the key that it names, under each name of its algorithm', async () => {
    const [second] = keyring.jwks.keys.slice(1);
    const pair = keyring.find(second?.kid);
    if (!pair) throw new Error('no second key');
    expect(await failureOf(await forge(claims, {}, pair))).toBe('ok');
    expect(await failureOf(await forge(claims, { kid: keyring.signer.kid }, pair))).toBe('invalid');
    expect(await failureOf(await forge(claims, {}, others.signer))).toBe('invalid');
    expect(await failureOf(await forge(claims, { kid: undefined }))).toBe('invalid');
    const renamed = await openKeyring([generateSigningKey('Ed25519')]);
    const tokens = createTokens(
      async () => renamed,
      jwtSettings({}),
      () => now * 1000,
    );
    expect(readPart(await tokens.sign('at+jwt', claims), 0).alg).toBe('Ed25519');
    for (const alg of ['EdDSA', 'Ed25519'])
      expect(await tokens.verify('at+jwt', await forge(claims, { alg }, renamed.signer))).toMatchObject({
        ok: true,
      });
  });

  it.each([
    ['none', { alg: 'none' }],
    ['an HMAC with the public key', { alg: 'HS256' }],
  ])('is refused where its algorithm is another: %s', async (_, header) => {
    const text = `${encode({ ...header, kid: keyring.signer.kid, typ: 'at+jwt' })}.${encode(claims)}`;
    const mac = createHmac('sha256', Buffer.from(String(keyring.signer.jwk?.x), 'base64url')).update(text);
    expect(await failureOf(`${text}.${header.alg === 'none' ? '' : mac.digest('base64url')}`)).toBe(
      'invalid',
    );
  });

  it.each(['sub', 'email', 'sid', 'jti', 'iat', 'exp', 'gen'])('is refused without %s', async (name) => {
    expect(await failureOf(await forge({ ...claims, [name]: undefined }))).toBe('invalid');
  });

  it.each([
    ['sub', 1],
    ['email', null],
    ['sid', ['session']],
    ['jti', {}],
    ['gen', 1.5],
    ['gen', 0],
    ['gen', '1'],
  ])('is refused where a claim is of another kind: %s, %j', async (name, value) => {
    expect(await failureOf(await forge({ ...claims, [name]: value }))).toBe('invalid');
    // What has expired, or has not begun, tells its claims: they must be of their kinds, too.
    for (const time of [{ exp: now }, { nbf: now + 1 }])
      expect(await failureOf(await forge({ ...claims, ...time, [name]: value }))).toBe('invalid');
  });

  it.each([undefined, null, 1, {}, '', 'a.b', 'a.b.c', '..', 'e30.e30.e30.e30'])(
    'is malformed: %j',
    async (input) => {
      for (const type of ['at+jwt', 'rt+jwt'] as const)
        expect(await failureOf(input, {}, type)).toBe('malformed');
    },
  );

  it('is malformed where its payload is, or its header says what we do not know', async () => {
    const { signer } = keyring;
    for (const payload of ['[]', '"text"', '{', '']) {
      const text = await new CompactSign(Buffer.from(payload))
        .setProtectedHeader({ alg: signer.alg, kid: signer.kid, typ: 'at+jwt' })
        .sign(signer.privateKey);
      expect(await failureOf(text)).toBe('malformed');
    }
    for (const header of [{ b64: true }, { crit: [] }])
      expect(await failureOf(`${encode({ alg: 'EdDSA', kid: signer.kid, ...header })}.e30.e30`)).toBe(
        'malformed',
      );
    expect(await failureOf(`${Buffer.from('{').toString('base64url')}.e30.e30a`)).toBe('malformed');
  });

  it('has one spelling', async () => {
    const token = await create().sign('at+jwt', claims);
    const [header, payload, signature = ''] = token.split('.');
    // 64 bytes are 86 characters, the last of which has four bits too many.
    const last = signature.slice(-1);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const same = [...alphabet].filter(
      (letter) => letter !== last && alphabet.indexOf(letter) >> 4 === alphabet.indexOf(last) >> 4,
    );
    expect(same).toHaveLength(15);
    for (const letter of same)
      expect(await failureOf(`${header}.${payload}.${signature.slice(0, -1)}${letter}`)).toBe('malformed');
    for (const text of [
      `${token}=`,
      `${token}.`,
      `.${token}`,
      token.replace('.', '..'),
      token.replace('.', ' .'),
    ])
      expect(await failureOf(text)).toBe('malformed');
  });

  it('has 8,000 characters at most, and may have as many', async () => {
    const tokens = create();
    const fill = (length: number) => ({ ...claims, fill: 'x'.repeat(length) });
    const lengthOf = async (length: number) => (await forge(fill(length))).length;
    let most = 5000;
    while ((await lengthOf(most + 1)) <= 8000) most += 1;
    const token = await tokens.sign('at+jwt', fill(most));
    expect(token.length).toBeGreaterThan(7997);
    expect(token.length).toBeLessThanOrEqual(8000);
    expect(await tokens.verify('at+jwt', token)).toMatchObject({ ok: true });
    await expect(tokens.assertFits('at+jwt', fill(most))).resolves.toBeUndefined();
    const tooLong = 'claims must be few enough for a token of 8000 characters';
    for (const made of [tokens.sign('at+jwt', fill(most + 1)), tokens.assertFits('at+jwt', fill(most + 1))])
      await expect(made).rejects.toThrow(tooLong);
    expect(await failureOf(await forge(fill(most + 1)))).toBe('malformed');
  });

  it('has claims that nobody can change', async () => {
    const tokens = create();
    const texts = [
      await tokens.sign('at+jwt', { ...claims, roles: ['user'] } as typeof claims),
      await forge({ ...claims, exp: now, roles: ['user'] }),
      await forge({ ...claims, nbf: now + 1, roles: ['user'] }),
    ];
    for (const text of texts) {
      const verified = await tokens.verify('at+jwt', text);
      const { roles } = 'claims' in verified ? (verified.claims as { readonly roles?: string[] }) : {};
      expect(() => roles?.push('admin')).toThrow(TypeError);
      expect(roles).toEqual(['user']);
    }
  });
});

describe('an access token', () => {
  it('is verified once, and remembered then; a refresh token is not', async () => {
    let asked = 0;
    const tokens = createTokens(
      async () => {
        asked += 1;
        return keyring;
      },
      jwtSettings({}),
      () => now * 1000,
    );
    for (const [type, times] of [
      ['at+jwt', 1],
      ['rt+jwt', 3],
    ] as const) {
      const token = await forge(claims, { typ: type });
      asked = 0;
      for (let i = 0; i < 3; i += 1) expect(await tokens.verify(type, token)).toEqual({ ok: true, claims });
      expect(asked).toBe(times);
    }
    // Nor is a failure.
    const invalid = await forge({ ...claims, gen: undefined });
    asked = 0;
    for (let i = 0; i < 2; i += 1)
      expect(await tokens.verify('at+jwt', invalid)).toMatchObject({ ok: false });
    expect(asked).toBe(2);
  });
});

describe('the time of a token', () => {
  const at = async (time: number, options: JwtOptions, text: string, remember = false) => {
    let clock = now;
    const tokens = create(options, () => clock);
    if (remember) expect(await tokens.verify('at+jwt', text)).toMatchObject({ ok: true });
    clock = time;
    const verified = await tokens.verify('at+jwt', text);
    return verified.ok ? 'ok' : verified;
  };

  it.each([false, true])('ends with exp, and not before; remembered: %j', async (remember) => {
    const text = await forge(claims);
    const expired = { ok: false, failure: 'expired', claims };
    expect(await at(now + 299.999, {}, text, remember)).toBe('ok');
    expect(await at(now + 300, {}, text, remember)).toEqual(expired);
    expect(await at(now + 309, { leeway: 10 }, text, remember)).toBe('ok');
    expect(await at(now + 310, { leeway: 10 }, text, remember)).toEqual(expired);
    // A clock without an answer means no.
    expect(await at(Number.NaN, {}, text, remember)).not.toBe('ok');
  });

  it('begins with nbf', async () => {
    const early = { ...claims, nbf: now + 10 };
    const text = await forge(early);
    expect(await at(now + 9, {}, text)).toEqual({ ok: false, failure: 'early', claims: early });
    expect(await at(now + 10, {}, text)).toBe('ok');
    expect(await at(now, { leeway: 10 }, text)).toBe('ok');
  });

  it.each([
    [undefined, undefined],
    [false, undefined],
    [true, now],
    [7, now + 7],
    [0, now],
  ])('begins where notBefore says: %j', async (notBefore, nbf) => {
    const options = notBefore === undefined ? {} : { notBefore };
    expect(readPart(await create(options).sign('at+jwt', claims), 1).nbf).toBe(nbf);
  });
});

describe('the jwt option', () => {
  it('names an issuer and an audience, which are required from then on', async () => {
    const options = { issuer: 'https://a.example', audience: ['app', 'other'] };
    const text = await create(options).sign('at+jwt', claims);
    expect(readPart(text, 1)).toEqual({ ...claims, iss: options.issuer, aud: options.audience });
    expect(await failureOf(text, options)).toBe('ok');
    expect(await failureOf(text, { audience: 'app' })).toBe('ok');
    expect(await failureOf(text, {})).toBe('ok');
    expect(await failureOf(text, { issuer: 'https://b.example' })).toBe('invalid');
    expect(await failureOf(text, { audience: 'third' })).toBe('invalid');
    const plain = await create().sign('at+jwt', claims);
    expect(readPart(plain, 1)).toEqual(claims);
    expect(await failureOf(plain, { issuer: options.issuer })).toBe('invalid');
    expect(await failureOf(plain, { audience: 'app' })).toBe('invalid');
  });

  it('adds to the header, and takes nothing away', async () => {
    const header = { x: 'y', kid: 'mine', typ: 'mine', alg: 'mine' };
    const text = await create({ header }).sign('rt+jwt', claims);
    expect(readPart(text, 0)).toEqual({ x: 'y', alg: 'EdDSA', kid: keyring.signer.kid, typ: 'rt+jwt' });
    const long = { header: { x: 'y'.repeat(6000) } };
    await expect(create(long).sign('rt+jwt', claims)).rejects.toThrow(TypeError);
  });
});
