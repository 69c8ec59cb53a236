import { describe, expect, it } from 'vitest';
import { AccessTokenError, type VerifyOptions, verifyAccessToken } from '../../src/verify/index.js';
import { forge, headerOf, payloadOf } from '../support/jwt.js';
import { createTestAuth } from '../support/service.js';
import { audience, forge as forgeFor, issuer, keys, open as sample } from '../token/signed-samples.js';

const open = async (options: Parameters<typeof createTestAuth>[0] = {}) => {
  const { auth, clock, logIn } = createTestAuth(options);
  const { accessToken, refreshToken, claims } = await logIn('ada@example.com');
  const jwks = await auth.jwks();
  const verify = (token: string | null | undefined, more: Partial<VerifyOptions> = {}) =>
    verifyAccessToken(token, { jwks, clock, ...more });
  return { auth, clock, accessToken, refreshToken, claims, jwks, verify };
};

/** Why a token is refused; `ok` where it is not. */
const reasonOf = (verified: Promise<unknown>): Promise<string> =>
  verified.then(
    () => 'ok',
    (error: unknown) => {
      expect(error).toBeInstanceOf(AccessTokenError);
      return (error as AccessTokenError).reason;
    },
  );

describe('verifyAccessToken', () => {
  it('answers what the login server has signed', async () => {
    const { auth, accessToken, verify } = await open({ claims: () => ({ role: 'admin' as const }) });
    const claims = await verify(` ${accessToken}\n`);
    expect(claims).toEqual((await auth.authenticate(accessToken, { ip: null })).claims);
    expect(claims).toMatchObject({ sub: 'ada@example.com', role: 'admin', exp: claims.iat + 300 });
  });

  it.each(Object.entries(keys))('knows tokens of a key for %s', async (_, { key, algorithm }) => {
    const { token, published } = await sample(key, algorithm);
    const options = { jwks: published, issuer, audience };
    expect(await verifyAccessToken(token, options)).toMatchObject({ sub: 'ada@example.com' });
    expect(await reasonOf(verifyAccessToken(forgeFor(token), options))).toBe('invalid');
    // A list does as well as a set.
    expect(await reasonOf(verifyAccessToken(token, { ...options, jwks: published.keys }))).toBe('ok');
  });

  it('takes an RSA key that says no algorithm for RS256, whatever the token says', async () => {
    const withoutAlg = async (name: string) => {
      const { key, algorithm } = keys[name] ?? expect.fail();
      const { token, published } = await sample(key, algorithm);
      const jwks = published.keys.map(({ alg: _, ...rest }) => rest);
      return reasonOf(verifyAccessToken(token, { jwks, issuer, audience }));
    };
    expect(await withoutAlg('RSA')).toBe('ok');
    expect(await withoutAlg('RSA with PSS')).toBe('invalid');
    expect(await withoutAlg('RSA with another hash')).toBe('invalid');
    expect(await withoutAlg('Ed25519 as Ed25519')).toBe('ok');
    expect(await withoutAlg('P-384')).toBe('ok');
  });

  it('reads a set that it is given once', async () => {
    const { auth, clock, accessToken } = await open();
    const jwks = { keys: [...(await auth.jwks()).keys] };
    const verify = (given: typeof jwks) => reasonOf(verifyAccessToken(accessToken, { jwks: given, clock }));
    expect(await verify(jwks)).toBe('ok');
    jwks.keys.length = 0;
    expect(await verify(jwks)).toBe('ok');
    expect(await verify({ ...jwks })).toBe('invalid');
  });

  it('goes by the clock, and forgives what it is told to', async () => {
    const { clock, accessToken, verify } = await open();
    clock.advance(299);
    expect(await reasonOf(verify(accessToken))).toBe('ok');
    clock.advance(1);
    expect(await reasonOf(verify(accessToken))).toBe('expired');
    expect(await reasonOf(verify(accessToken, { leeway: 1 }))).toBe('ok');
    // The fake clock stands in the past of the machine's.
    expect(await reasonOf(verifyAccessToken(accessToken, { jwks: await (await open()).auth.jwks() }))).toBe(
      'expired',
    );
  });

  it('asks for the issuer and the audience where it is told to', async () => {
    const jwt = { issuer: 'https://login.example.com', audience: ['shop', 'blog'] };
    const { accessToken, verify } = await open({ jwt });
    const others = { issuer: 'https://eve.example', audience: 'bank' };
    expect(await reasonOf(verify(accessToken))).toBe('ok');
    expect(await reasonOf(verify(accessToken, { issuer: jwt.issuer, audience: 'blog' }))).toBe('ok');
    expect(await reasonOf(verify(accessToken, { audience: ['bank', 'shop'] }))).toBe('ok');
    expect(await reasonOf(verify(accessToken, { issuer: others.issuer }))).toBe('invalid');
    expect(await reasonOf(verify(accessToken, { audience: others.audience }))).toBe('invalid');
    expect(await reasonOf(verify(accessToken, { audience: [] }))).toBe('invalid');
    const { accessToken: unnamed, verify: strict } = await open();
    expect(await reasonOf(strict(unnamed, { issuer: jwt.issuer }))).toBe('invalid');
    expect(await reasonOf(strict(unnamed, { audience: '' }))).toBe('invalid');
  });

  it('says in the words of ctx.auth.failure why not, and never quotes the token', async () => {
    const { accessToken, refreshToken, verify } = await open();
    expect(await reasonOf(verify(null))).toBe('missing');
    expect(await reasonOf(verify(undefined))).toBe('missing');
    expect(await reasonOf(verify(''))).toBe('malformed');
    // Boundary: what callers without types bring.
    for (const thing of [0, {}, [accessToken]])
      expect(await reasonOf(verify(thing as unknown as string))).toBe('malformed');
    expect(await reasonOf(verify(refreshToken))).toBe('invalid');
    const error = await verify(`${accessToken.slice(0, -1)}!`).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'AccessTokenError', message: 'This is no access token.' });
    expect(error).not.toHaveProperty('cause');
  });

  it('needs all claims of a token, the generation too', async () => {
    const { accessToken, verify } = await open();
    const payload = payloadOf(accessToken);
    for (const name of ['sub', 'email', 'sid', 'jti', 'iat', 'exp', 'gen']) {
      const forged = forge(headerOf(accessToken), { ...payload, [name]: undefined });
      expect([name, await reasonOf(verify(forged))]).toEqual([name, 'invalid']);
    }
  });

  describe('with isAlive', () => {
    it('lets pass what is alive, and nothing that anything but true was said of', async () => {
      const { accessToken, claims, verify } = await open();
      const asked: unknown[] = [];
      const alive = (...question: unknown[]) => asked.push(question) > 0;
      expect(await reasonOf(verify(accessToken, { isAlive: alive }))).toBe('ok');
      expect(asked).toEqual([[claims, accessToken]]);
      // Boundary: what callers without types answer.
      for (const answer of [false, undefined, null, 1, 'true', { active: true }])
        expect(await reasonOf(verify(accessToken, { isAlive: () => answer as boolean }))).toBe('revoked');
    });

    it('never takes an outage for a logout', async () => {
      const { accessToken, verify } = await open();
      const down = new Error('down');
      const isAlive = [() => Promise.reject(down), () => expect.fail('down') as boolean];
      for (const ask of isAlive)
        expect(await reasonOf(verify(accessToken, { isAlive: ask }))).toBe('unavailable');
      await expect(verify(accessToken, { isAlive: () => Promise.reject(down) })).rejects.toMatchObject({
        cause: down,
      });
    });

    it('asks about nothing that is refused anyway', async () => {
      const { clock, accessToken, verify } = await open();
      clock.advance(300);
      expect(await reasonOf(verify(accessToken, { isAlive: () => expect.fail('asked') }))).toBe('expired');
    });
  });

  it.each<[what: string, options: object, sentence: string]>([
    ['a misspelt name', { audiance: 'shop' }, 'audiance is not an option of verifyAccessToken'],
    [
      'a variable that is not set',
      { audience: undefined },
      'audience is undefined: give it a value, or leave it out',
    ],
    ['a leeway that is no number', { leeway: '5' }, 'leeway must be a number from 0 to 300'],
    ['a leeway that is no time', { leeway: Number.NaN }, 'leeway must be a number from 0 to 300'],
    ['an hour of leeway', { leeway: 3600 }, 'leeway must be a number from 0 to 300'],
    ['no keys', { jwks: null }, 'jwks must be'],
    ['keys that are no keys', { jwks: { keys: [1] } }, 'jwks must be'],
    ['an address that is none', { jwks: 'login.example.com' }, 'jwks must be'],
    ['an address that is no place on the web', { jwks: 'file:///etc/keys' }, 'jwks must be'],
    ['a secret', { jwks: [{ kty: 'oct', k: 'c2VjcmV0' }] }, 'jwks must be'],
    ['a private key', { jwks: [keys.RSA?.key] }, 'jwks must be'],
  ])('refuses %s as a mistake of its caller', async (_, options, sentence) => {
    const { accessToken, verify } = await open();
    const thrown = await verify(accessToken, options).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(TypeError);
    expect(String(thrown)).toContain(sentence);
  });
});
