import { randomBytes, randomInt } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { createEmailAuth } from '../../src/index.js';
import { optionAt, optionKinds, recordPaths } from '../support/option-kinds.js';
import { signingKey } from '../support/service.js';
import { wrongOptions } from './wrong-options.js';

const send = async () => {};

/** As callers do who have no types. */
const create = (options: object) => createEmailAuth({ signingKey, delivery: send, ...options });

/** What it says of options that it refuses. */
const refusalOf = (options: object): string => {
  try {
    create(options);
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
  return 'taken';
};

const randomDigit = () => randomInt(10);

class Instance {
  lifetime = 60;
  limit = 1e9;
}

const throws = () => {
  throw new Error('secret');
};

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

/** Wrong in most places. */
const strangers: readonly unknown[] = [
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 1.5, 0, 300, 5n],
  ...['', '300', 'true', true, false, null, Symbol('x'), () => {}, throws],
  ...[[], [300], ['stored'], [undefined], {}, { limit: 5 }, { length: 1, 0: 'x' }],
  ...[new Date(), new Map([['lifetime', 60]]), new Set(), new Instance(), /x/, new Error('x')],
  ...[Object(300), Object('stored'), Object(true), Promise.resolve(300), new Uint8Array(1)],
];

describe('an option of one value', () => {
  it.each(Object.entries(optionKinds))('%s takes nothing else', (path, { expected, accepts, ...kind }) => {
    for (const value of [...strangers, ...kind.beyond].filter((each) => !accepts(each))) {
      expect(refusalOf(optionAt(path, value))).toMatch(new RegExp(`^${path} must be ${expected}, not `));
    }
    expect(kind.beyond.some(accepts)).toBe(false);
  });

  it.each(Object.entries(optionKinds))('%s takes its edges', (path, { edges }) => {
    for (const value of edges) expect(refusalOf(optionAt(path, value))).not.toContain(`${path} must be`);
  });

  it.each([
    ['jwt.notBefore', [true, false, 0, 299.999]],
    ['identity.argument', ['email', 'codes', 'challenges', '_1', 'E']],
    ['jwt.header', [{ text: 'x', number: 1.5, flag: true, other: false }, {}]],
  ])('%s takes values of several kinds', (path, values) => {
    for (const value of values) expect(refusalOf(optionAt(path, value))).toBe('taken');
  });
});

describe('a record of options', () => {
  const wrong: readonly (readonly [what: string, value: unknown])[] = [
    ['null', null],
    ['a list', []],
    ['a number', 5],
    ['text', 'text'],
    ['true', true],
    ['a Date', new Date()],
    ['a Map', new Map([['lifetime', 60]])],
    ['an instance of a class', new Instance()],
    ['an object that inherits its options', Object.create({ lifetime: 60, limit: 1e9 })],
    ['an object with its prototype in a literal', { __proto__: { lifetime: 60, limit: 1e9 } }],
    ['an object that inherits from one without a prototype', Object.create(Object.create(null))],
    ['an object with a symbol as a key', { [Symbol('lifetime')]: 60 }],
    ['an object with an own __proto__', JSON.parse('{"__proto__":{"lifetime":60}}')],
    ['an object with an own constructor', { constructor: { lifetime: 60 } }],
    ['an unknown key that is undefined', { lifetme: undefined }],
    ['a getter that throws', Object.defineProperty({}, 'lifetime', { get: throws, enumerable: true })],
    ['a proxy that throws', new Proxy({}, { ownKeys: throws })],
    ['a proxy that is revoked', revoked()],
  ];

  it.each(wrong)('is not %s', (_, value) => {
    for (const path of recordPaths) {
      const message = refusalOf(optionAt(path, value));
      expect(message, path).toMatch(new RegExp(`^${path}[. ]`));
      expect(message, path).not.toContain('secret');
    }
  });

  it.each(wrong)('nor are the options themselves %s', (_, value) => {
    expect(() => createEmailAuth(value as object)).toThrow(TypeError);
    expect(() => createEmailAuth(value as object)).toThrow(
      /^(options (must|cannot)|lifetme|lifetime|constructor|__proto__)/,
    );
  });
});

describe('what is refused at start', () => {
  it.each(wrongOptions)('$id: $option, $must', ({ option, wrong, must }) => {
    for (const value of wrong) {
      const refusal = refusalOf(optionAt(option, value));
      expect(refusal.slice(0, must.length)).toBe(must);
      expect(refusal).not.toMatch(/secret|PRIVATE KEY/);
    }
  });

  it('an access token that is asked to outlive its session', () => {
    expect(refusalOf({ accessToken: { lifetime: 61 }, refreshToken: { lifetime: 60 } })).toBe(
      'accessToken.lifetime must be at most refreshToken.lifetime: an access token ends with its session',
    );
    // Nobody has asked for more here.
    expect(refusalOf({ refreshToken: { lifetime: 60 } })).toBe('taken');
  });

  it('codes that can be guessed, in production', () => {
    let count = 100_000;
    const guessable: readonly (() => string)[] = [
      () => '123456',
      () => String(count++),
      () => (count++ % 2 === 0 ? '123456' : '654321'),
      () => Array.from({ length: 6 }, () => (randomDigit() < 5 ? '0' : '1')).join(''),
      () => `ABC-${randomDigit()}${randomDigit()}${randomDigit()}`,
      () => String(randomDigit()).repeat(6),
    ];
    for (const generate of guessable) expect(refusalOf({ loginCode: { generate } })).toBe('taken');
    vi.stubEnv('NODE_ENV', 'production');
    try {
      for (const generate of guessable) {
        expect(refusalOf({ loginCode: { generate } })).toMatch(
          /^loginCode\.generate makes codes that can be guessed/,
        );
      }
      const good: readonly (() => string)[] = [
        () => String(randomInt(1e6)).padStart(6, '0'),
        // Without those that begin with a zero.
        () => String(randomInt(1e5, 1e6)),
        () => randomBytes(5).toString('hex'),
        () => `${randomInt(100, 1000)}-${randomInt(100, 1000)}`,
      ];
      for (const generate of good) expect(refusalOf({ loginCode: { generate } })).toBe('taken');
      // Short where the zeros in front are missing: one in ten.
      expect(refusalOf({ loginCode: { generate: () => String(randomInt(1e6)) } })).toMatch(
        /^loginCode\.generate must answer with 6 to 32/,
      );
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
