import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { derivedKeysOf, privatePartsOf } from './private-parts.js';
import { createSecretCollector, type SecretKind } from './secret-collector.js';

const token = `${'header'.repeat(3)}.${'payload'.repeat(3)}.${'signature'.repeat(3)}`;
const encrypted = `${token}.${'ciphertext'.repeat(3)}.${'authentication'.repeat(2)}`;
const key = generateKeyPairSync('ed25519').privateKey;
const pem = key.export({ format: 'pem', type: 'pkcs8' }) as string;
const jwk = key.export({ format: 'jwk' });

const collector = () => {
  const made = createSecretCollector();
  for (const code of ['123456', '7K2M9QWERT']) made.learn('code', code);
  for (const each of [token, encrypted]) made.learn('token', each);
  made.learn('address', 'Ada@example.com');
  for (const part of privatePartsOf(pem)) made.learn('key', part);
  return made;
};

const told: readonly (readonly [what: string, thing: unknown, kind: SecretKind])[] = [
  ['a code in a sentence', 'The code 123456 was wrong.', 'code'],
  ['a code as a number', { guess: 123456 }, 'code'],
  ['a long code in lower case', 'code=7k2m9qwert', 'code'],
  ['a code among the causes', new Error('no', { cause: new Error('no', { cause: 'at 123456' }) }), 'code'],
  [
    'a code in a list in a property',
    Object.assign(new Error('no'), { args: [{ sent: ['123456'] }] }),
    'code',
  ],
  ['a code for a name', { '123456': 1 }, 'code'],
  ['a code for a name and a value', { '123456': '123456' }, 'code'],
  ['a code in the class of an error', Object.assign(new Error('no'), { name: 'Error-123456' }), 'code'],
  ['a token in a header', `authorization: Bearer ${token}`, 'token'],
  ['a token in the stack alone', Object.assign(new Error('no'), { stack: `Error: ${token}` }), 'token'],
  ['an encrypted token in a sentence', `The token ${encrypted} is not ours.`, 'token'],
  ['an address in a message', new Error('no such user: <ada@example.com>.'), 'address'],
  ['a PEM', `cannot read ${pem}`, 'key'],
  ['a PEM in one line', `cannot read ${pem.replaceAll('\n', '|')}`, 'key'],
  ['a PEM in JSON', JSON.stringify({ signingKey: pem }), 'key'],
  ['the private part of a JWK', JSON.stringify(jwk), 'key'],
  ['the bytes of a key in hexadecimal', Buffer.from(jwk.d ?? '', 'base64url').toString('hex'), 'key'],
];

const untold: readonly (readonly [what: string, thing: unknown])[] = [
  ['other digits', 'The code 123457 was wrong.'],
  ['the digits of a code within others', { at: 1_767_123_456_000, id: 'x123456x' }],
  ['the same letters within a word', 'X7K2M9QWERTX'],
  ['the public part of a key', { keys: [{ x: jwk.x, kty: 'OKP' }] }],
  ['another address', 'grace@example.com'],
  ['another token', token.toUpperCase()],
  ['nothing', null],
];

describe('the collector of secrets', () => {
  it.each(told)('finds %s', (_, thing, kind) => {
    const { audit, leaks } = collector();
    audit('here', thing);
    expect(leaks[0]).toMatchObject({ kind, place: expect.stringMatching(/^here/) });
    expect(JSON.stringify(leaks)).not.toMatch(/123456|7k2m|payload|ada@/i);
  });

  it.each(untold)('is silent about %s', (_, thing) => {
    const { audit, leaks } = collector();
    audit('here', thing);
    expect(leaks).toEqual([]);
  });

  it('can forget', () => {
    const { audit, forget, leaks } = collector();
    audit('here', 'code 123456');
    expect(leaks).toHaveLength(1);
    forget();
    audit('here', 'code 123456');
    expect(leaks).toEqual([]);
  });

  it('learns no text that stands in every sentence', () => {
    const { learn, audit, leaks } = createSecretCollector();
    for (const word of ['garbage', 'x', '', '12345', 'service']) learn('code', word);
    for (const word of ['a.b.c', 'no']) learn('token', word);
    for (const word of ['EdDSA', '']) learn('key', word);
    audit('here', 'garbage x 12345 service a.b.c no EdDSA');
    expect(leaks).toEqual([]);
  });

  it('looks at things that throw when they are looked at, and at circles', () => {
    const { audit, leaks } = collector();
    const circle: { own?: unknown; text?: string } = {};
    circle.own = circle;
    circle.text = '123456';
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const throwing = Object.defineProperty(new Error('no'), 'message', {
      get: () => {
        throw new Error('no');
      },
    });
    for (const thing of [proxy, throwing, circle]) audit('here', thing);
    expect(leaks).toEqual([{ kind: 'code', place: 'here, text' }]);
  });

  it('knows the keys that names in the cache are made with', () => {
    const material = Buffer.from(JSON.stringify(['OKP', 'Ed25519', jwk.d]));
    const parts = derivedKeysOf(material);
    expect(parts).toContain(jwk.d);
    expect(new Set(parts).size).toBe(3 + 6 * 3);
  });
});
