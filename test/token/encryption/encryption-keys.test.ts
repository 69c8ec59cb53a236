import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type EncryptionKeyInput,
  readEncryptionKeys,
} from '../../../src/token/encryption/read-encryption-keys.js';
import { mlDsaKey } from '../../support/ml-dsa.js';
import { createTestAuth } from '../../support/service.js';
import examples from '../../vectors/rfc-examples.json' with { type: 'json' };

const bytes = randomBytes(32);
const base64 = bytes.toString('base64');
const base64url = bytes.toString('base64url');
const jwk = { kty: 'oct', k: base64url };
const other = randomBytes(16).toString('base64');

const kidsOf = (input: unknown) => readEncryptionKeys(input).all.map(({ kid }) => kid);

describe('an encryption key', () => {
  it.each([
    ['base64', base64],
    ['base64 without padding', base64.replace(/=+$/, '')],
    ['base64url', base64url],
    ['base64url with padding', `${base64url}=`],
    ['in quotes', `"${base64}"`],
    ['with a line break behind it, as files have', `${base64}\n`],
    ['a JWK', jwk],
    ['a JWK as JSON', JSON.stringify(jwk)],
    [
      'a JWK that says what it is for',
      { ...jwk, alg: 'A256KW', use: 'enc', key_ops: ['wrapKey', 'unwrapKey'] },
    ],
    ['a list', [base64]],
    ['a list as JSON', JSON.stringify([jwk])],
  ])('is the same key in each spelling: %s', (_, input) => {
    const { first, all } = readEncryptionKeys(input);
    expect(all).toHaveLength(1);
    expect(first).toBe(all[0]);
    expect(first).toMatchObject({ alg: 'A256KW', kid: kidsOf(base64)[0] });
    expect(first?.key.export()).toEqual(bytes);
  });

  it.each([
    [16, 'A128KW'],
    [24, 'A192KW'],
    [32, 'A256KW'],
  ])('of %d bytes is for %s', (size, alg) => {
    expect(readEncryptionKeys(randomBytes(size).toString('base64')).first?.alg).toBe(alg);
  });

  it('has an id that is neither the key nor a hash of it alone, and none of a list encrypts after false', () => {
    const [kid = ''] = kidsOf(base64);
    expect(kid).toMatch(/^[\w-]{43}$/);
    expect(kidsOf(other)).not.toEqual([kid]);
    expect(readEncryptionKeys([false, base64, other])).toMatchObject({ first: null, all: [{ kid }, {}] });
    expect(readEncryptionKeys([other, base64]).first?.kid).toBe(kidsOf(other)[0]);
    expect(readEncryptionKeys(undefined)).toEqual({ first: null, all: [] });
  });

  it('that is random is taken', () => {
    for (let i = 0; i < 500; i += 1) {
      const random = randomBytes(32);
      expect(readEncryptionKeys(random.toString('base64')).first?.key.export()).toEqual(random);
    }
  });
});

const bytesOf = (make: (index: number) => number, size = 32): string =>
  Buffer.from(Array.from({ length: size }, (_, index) => make(index))).toString('base64');

const begins = 'jwt.encryptionKey must be a secret of 16, 24 or 32 random bytes, in base64; ';

const wrong: readonly (readonly [what: string, input: unknown, why: string])[] = [
  ['nothing', '', 'this text is empty'],
  ['white space', ' \n', 'this text is empty'],
  ['null', null, 'this is neither base64 nor a JWK'],
  ['a number', 1, 'this is neither base64 nor a JWK'],
  ['a function', () => base64, 'this is neither base64 nor a JWK'],
  ['other text', 'päßword', 'this is neither base64 nor a JWK'],
  ['a key that was cut off', base64url.slice(0, 40), 'this one has another length'],
  ['a last letter that says too much', `${base64url.slice(0, -1)}B`, 'this is neither base64 nor a JWK'],
  ['both alphabets', `${'+-'.repeat(8)}${base64url.slice(16)}`, 'this is neither base64 nor a JWK'],
  ['15 bytes', randomBytes(15).toString('base64'), 'this one has another length'],
  ['33 bytes', randomBytes(33).toString('base64'), 'this one has another length'],
  ['64 bytes', randomBytes(64).toString('base64'), 'this one has another length'],
  ...[16, 24, 32].map(
    (size) => [`${size} bytes in hex`, randomBytes(size).toString('hex'), 'this one is hexadecimal'] as const,
  ),
  ['the same byte again and again', bytesOf(() => 7), 'this one repeats itself or counts'],
  ['nothing but zeros', bytesOf(() => 0, 16), 'this one repeats itself or counts'],
  ['bytes that count', bytesOf((index) => index), 'this one repeats itself or counts'],
  ['bytes that count down', bytesOf((index) => 255 - index), 'this one repeats itself or counts'],
  ['a few bytes in turn', bytesOf((index) => index % 8), 'this one repeats itself or counts'],
  ['a word again and again', 'passwordpasswordPasswordpassword', 'this one repeats itself or counts'],
  ['words', 'correct-horse-battery-staple-abc', 'this one looks like a password'],
  [
    'words in base64',
    Buffer.from('correct horse battery staple, A1').toString('base64'),
    'this one looks like a password',
  ],
  ...examples.wrapping.map(
    ({ section, key }) => [section, key, 'this one is an example that everybody knows'] as const,
  ),
  ['JSON that is none', '{', 'this text begins like JSON, and is none'],
  [
    'a JWK of another kind',
    { kty: 'OKP', crv: 'Ed25519', x: 'x', d: 'd' },
    'this is a JWK without "kty": "oct" and "k"',
  ],
  ['a JWK without its bytes', { kty: 'oct' }, 'this is a JWK without "kty": "oct" and "k"'],
  ['a JWK for another algorithm', { ...jwk, alg: 'HS256' }, 'this JWK is for something else'],
  ['a JWK for another size', { ...jwk, alg: 'A128KW' }, 'this JWK is for something else'],
  ['a JWK that encrypts content itself', { ...jwk, alg: 'dir' }, 'this JWK is for something else'],
  ['a JWK for signatures', { ...jwk, use: 'sig' }, 'this JWK is for something else'],
  ['a JWK that only wraps', { ...jwk, key_ops: ['wrapKey'] }, 'this JWK is for something else'],
  [
    'a getter that quotes',
    {
      get kty() {
        throw new Error(base64);
      },
    },
    'this is neither base64 nor a JWK',
  ],
];

describe('a wrong encryption key is refused at start, and never quoted', () => {
  const messageOf = (encryptionKey: unknown): string => {
    try {
      createTestAuth({ jwt: { encryptionKey: encryptionKey as EncryptionKeyInput } });
      return 'taken';
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return String(error.stack);
    }
  };

  it.each(wrong)('%s', (_, input, why) => {
    const message = messageOf(input);
    expect(message).toContain(`${begins}${why}`);
    expect(message).toContain('Make one with: openssl rand -base64 32');
    for (const secret of [
      base64,
      base64url,
      ...(typeof input === 'string' && input.length > 9 ? [input] : []),
    ])
      expect(message).not.toContain(secret);
  });

  it.each<readonly [string, unknown, string]>([
    ['an empty list', [], 'jwt.encryptionKey must hold at least one key'],
    ['no key after false', [false], 'jwt.encryptionKey must hold at least one key'],
    ['false alone', false, begins],
    ['false in the middle', [base64, false], 'jwt.encryptionKey[1] must be'],
    ['false twice', [false, false, base64], 'jwt.encryptionKey[1] must be'],
    ['a list in a list', [[base64]], 'jwt.encryptionKey[0] must be'],
    ['a gap', Object.assign([base64], { length: 2 }), 'jwt.encryptionKey[1] must be'],
    ['the same key twice', [base64, jwk], 'jwt.encryptionKey[1] is the same key as jwt.encryptionKey[0]'],
    [
      'the same key after false',
      [false, base64, jwk],
      'jwt.encryptionKey[2] is the same key as jwt.encryptionKey[1]',
    ],
  ])('in a list, by its place: %s', (_, input, message) => {
    expect(messageOf(input)).toContain(message);
  });

  it('that signs, too', () => {
    for (const encryptionKey of [base64, [false, other, base64] as const])
      expect(() => createTestAuth({ signingKey: [jwk], jwt: { encryptionKey } })).toThrow(
        /^signingKey\[0\] is the same key as one of jwt.encryptionKey; take two keys$/,
      );
  });

  it.skipIf(mlDsaKey(87) === null)('beside a key whose signatures leave no room', () => {
    const signingKey = mlDsaKey(87) as EncryptionKeyInput;
    expect(() => createTestAuth({ signingKey })).not.toThrow();
    expect(() => createTestAuth({ signingKey, jwt: { encryptionKey: base64 } })).toThrow(
      /^signingKey makes signatures that are too long for jwt.encryptionKey/,
    );
    // It may verify and decrypt.
    expect(() => createTestAuth({ signingKey, jwt: { encryptionKey: [false, base64] } })).not.toThrow();
  });
});
