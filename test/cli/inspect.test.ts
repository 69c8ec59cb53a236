import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSigningKey, createTestAuth, signingKey } from '../support/service.js';
import { runCli } from './run-cli.js';
import { secretsIn } from './secret-places.js';
import { useTemporaryFiles } from './temporary-files.js';

const { folder, fileWith } = useTemporaryFiles();

const { auth, logIn } = createTestAuth({ claims: () => ({ role: 'admin', note: 'a\nb\u001b[2J' }) });
const tokens = await logIn('ada@example.com');
const jwks = await auth.jwks();
const kid = jwks.keys[0]?.kid ?? '';
const keyFile = fileWith(signingKey);

/** The tokens were made at 00:00:00. */
const at = (time: string) => vi.setSystemTime(`2026-01-01T${time}Z`);
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  at('00:03:00');
});
afterEach(() => vi.useRealTimers());

const inspect = async (token: string, ...argv: string[]) => {
  const result = await runCli(['inspect', '-', ...argv], { stdin: token });
  expect(result.stdout + result.stderr).not.toContain(token.trim().split('.').at(-1) || '.....');
  return result;
};
const parts = (token: string) => token.split('.') as [string, string, string];
const encode = (members: object) => Buffer.from(JSON.stringify(members)).toString('base64url');
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
/** A token with another header or other claims, and the signature that it had. */
const changed = (header: object, claims: object = {}) => {
  const [first, second, third] = parts(tokens.accessToken);
  return [encode({ ...decode(first), ...header }), encode({ ...decode(second), ...claims }), third].join('.');
};

describe('pothos-email-auth inspect', () => {
  it('says what stands in a token, with times that people can read, and whether it verifies', async () => {
    const { code, stdout, stderr } = await inspect(tokens.accessToken, '--key', keyFile);
    const { sid, jti } = decode(parts(tokens.accessToken)[1]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      [
        `An access token of ${tokens.accessToken.length} characters.`,
        '',
        'Header:',
        '  alg  EdDSA',
        `  kid  ${kid}`,
        '  typ  at+jwt',
        '',
        'Claims:',
        '  role   admin',
        '  note   a\\nb\\u{1b}[2J',
        '  sub    ada@example.com',
        '  email  ada@example.com',
        `  sid    ${sid}`,
        '  gen    1',
        '  iat    2026-01-01T00:00:00Z, 3 min ago',
        '  exp    2026-01-01T00:05:00Z, in 2 min',
        `  jti    ${jti}`,
        '',
        `The signature verifies with the key ${kid} of ${keyFile}.`,
        'Nothing is wrong that can be seen in it.',
        '',
      ].join('\n'),
    );
  });

  it('takes a token as people copy it, and from the command line', async () => {
    const token = tokens.refreshToken;
    const plain = await inspect(token);
    expect(plain.stdout).toContain('A refresh token of ');
    expect(plain.stdout).toContain('The signature was not looked at, so anybody can have made this token.');
    expect(plain.code).toBe(0);
    for (const copied of [`${token}\n`, `Bearer ${token}`, `authorization: bearer ${token}`]) {
      expect(await inspect(copied)).toEqual(plain);
    }
    expect(await runCli(['inspect', token])).toEqual(plain);
  });

  it.each([
    ['00:05:00', 'It expired 0 s ago.'],
    ['00:05:59', 'It expired 59 s ago.'],
    ['00:08:10', 'It expired 3 min ago.'],
    ['03:05:00', 'It expired 3 hours ago.'],
  ])('says at %s: %s', async (time, sentence) => {
    at(time);
    const { code, stdout } = await inspect(tokens.accessToken);
    expect(code).toBe(1);
    expect(stdout).toContain(`\nWhat is wrong:\n  ${sentence}\n`);
    expect(stdout).toMatch(/exp {4}2026-01-01T00:05:00Z, expired \d+ \w+ ago/);
  });

  it.each([
    ['a PEM', () => createPublicKey(signingKey).export({ format: 'pem', type: 'spki' }) as string],
    ['a JWK', () => JSON.stringify(createPublicKey(signingKey).export({ format: 'jwk' }))],
    ['a JWK Set', () => JSON.stringify(jwks)],
    ['a list of private keys', () => JSON.stringify([createSigningKey(), signingKey])],
    ['a line of variables', () => `EMAIL_AUTH_SIGNING_KEY='${signingKey.trim().replaceAll('\n', '|')}'\n`],
  ])('verifies with %s', async (_, text) => {
    const { code, stdout } = await inspect(tokens.accessToken, '--key', fileWith(text()));
    expect(stdout).toContain(`The signature verifies with the key ${kid} of `);
    expect(code).toBe(0);
    expect(secretsIn(stdout, signingKey)).toEqual([]);
  });

  it('verifies with a secret, and does not print it', async () => {
    const secret = (await runCli(['keygen', '--alg', 'HS256'])).stdout;
    const { accessToken } = await createTestAuth({ signingKey: secret }).logIn('ada@example.com');
    const { code, stdout } = await inspect(accessToken, '--key', fileWith(secret));
    expect([code, secretsIn(stdout, secret)]).toEqual([0, []]);
    expect(stdout).toContain('The signature verifies');
  });

  it.each([
    ['another kid', () => changed({ kid: 'other' }), 'The key of this token is not in '],
    [
      'changed claims',
      () => changed({}, { role: 'root' }),
      'The signature does not verify: the token was changed',
    ],
    [
      'another alg',
      () => changed({ alg: 'ES256' }),
      'The key of this token is for EdDSA or Ed25519, and not for its alg.',
    ],
    ['no alg', () => changed({ alg: 'none' }), 'Its alg is "none": it is not signed'],
    ['an alg of nobody', () => changed({ alg: 'HS1' }), 'Its alg is "HS1", which no signing key is for.'],
    ['another typ', () => changed({ typ: 'JWT' }), 'Its typ is "JWT". An access token has "at+jwt"'],
    ['no kid', () => changed({ kid: undefined }), 'Its kid is missing.'],
    ['crit', () => changed({ crit: ['x'] }), 'Its header has crit or b64'],
    [
      'missing claims',
      () => changed({}, { sid: undefined, gen: undefined }),
      'It lacks claims that every token of a service has: sid, gen.',
    ],
    ['an exp in words', () => changed({}, { exp: 'never' }), 'Its exp is "never", which is not a number.'],
    [
      'a later nbf',
      () => changed({}, { nbf: 1767225600 + 3600 }),
      'It is not valid yet: its nbf is in 57 min.',
    ],
    [
      'a later iat',
      () => changed({}, { iat: 1767225600 + 3600 }),
      'the clock of the service, or this one, is wrong',
    ],
    ['too many characters', () => changed({}, { note: 'x'.repeat(9000) }), 'A service takes 8000 at most'],
    ['another spelling', () => `${tokens.accessToken}=`, 'It is not in the one spelling of base64url'],
  ])('says what is wrong with %s', async (_, token, sentence) => {
    const { code, stdout } = await inspect(token(), '--key', keyFile);
    expect(code).toBe(1);
    expect(stdout).toContain('\nWhat is wrong:\n');
    expect(stdout).toContain(sentence);
    expect(stdout).not.toContain('The signature verifies with');
  });

  it('says that a service does not find a key by another kid', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const token = await new SignJWT({}).setProtectedHeader({ alg: 'EdDSA', kid: 'mine' }).sign(privateKey);
    const file = fileWith(privateKey.export({ format: 'pem', type: 'pkcs8' }) as string);
    expect((await inspect(token, '--key', file)).stdout).toContain('But the token names another kid');
  });

  it('reads the header of an encrypted token, and no more', async () => {
    const { code, stdout } = await inspect(
      [encode({ alg: 'A256KW', enc: 'A256GCM' }), 'first', 'second', 'third', 'fourth'].join('.'),
    );
    expect(code).toBe(1);
    expect(stdout).toContain('  enc  A256GCM\n');
    expect(stdout).toContain('It is encrypted (JWE).');
  });

  it('survives times that are none', async () => {
    for (const exp of [1e300, -1e300, null, {}]) {
      expect((await inspect(changed({}, { exp, iat: exp }))).stderr).toBe('');
    }
  });

  it.each([
    [['inspect'], '', 'Give the token on stdin'],
    [['inspect', '-'], ' \n', 'There is no token: the input is empty.'],
    [['inspect', '-'], 'hello', 'and this has 1.'],
    [['inspect', '-'], 'a.b.c', 'This is not a token: its header is not JSON in base64url.'],
    [['inspect', '-'], `${encode({})}.${encode([])}.c`, 'its list of claims is not JSON'],
    [['inspect', '-', '--key', '-'], tokens.accessToken, '--key needs the name of a file'],
    [['inspect', '-', '--key', `${folder}/none.pem`], tokens.accessToken, 'none.pem cannot be read: ENOENT'],
    [['inspect', '-', '--key', fileWith('{"keys":[]}')], tokens.accessToken, 'holds no key that can verify'],
    [['inspect', '-', '--key', fileWith('-----BEGIN PUBLIC KEY-----')], tokens.accessToken, 'cannot be read'],
  ])('is a sentence and 1 where something is wrong: %s', async (argv, stdin, sentence) => {
    const { code, stdout, stderr } = await runCli(argv, { stdin });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(sentence);
  });

  it('does not repeat a token that stands in the wrong place', async () => {
    const { accessToken } = tokens;
    for (const argv of [
      [accessToken],
      ['inspect', accessToken, accessToken],
      ['inspect', '-', '--key', accessToken],
      ['inspect', `--token=${accessToken}`],
      ['inspect', `--${accessToken}`],
      ['check', accessToken],
    ]) {
      const { code, stdout, stderr } = await runCli(argv, { stdin: accessToken });
      expect(code).toBe(1);
      for (const part of parts(accessToken)) expect(stdout + stderr).not.toContain(part);
    }
  });
});
