import { expect, it } from 'vitest';
import { readClaims } from '../../src/flows/read-claims.js';
import { createTestAuth } from '../support/service.js';

const identity = 'ada@example.com';
const ip = '192.0.2.1';

const notWith = (what: string) =>
  `claims must answer with a plain object of claims, or with null for nobody, not with ${what}`;
const unreadable = 'claims must answer with an object that can be read, and something in this one throws';

const throwing = (trap: 'getPrototypeOf' | 'getOwnPropertyDescriptor') =>
  new Proxy(
    {},
    {
      [trap]: () => {
        throw new Error('a password');
      },
    },
  );

it.each<[string, unknown, string]>([
  ['true', true, notWith('true')],
  ['a list', [], notWith('an array')],
  ['a list of claims', [{ role: 'user' }], notWith('an array')],
  ['what a class has made', new Date(0), notWith('an instance of a class')],
  ['a number', 7, notWith('a number')],
  ['a text', 'user', notWith('a string')],
  ['a function', () => ({}), notWith('a function')],
  ['a list without a prototype', Object.setPrototypeOf([], null), notWith('an array')],
  ['a function without a prototype', Object.setPrototypeOf(() => ({}), null), notWith('a function')],
  ['sub', { sub: 'eve' }, `claims must not answer with "sub": that claim is the library's own`],
  [
    'sub, undefined',
    { sub: undefined },
    `claims must not answer with "sub": that claim is the library's own`,
  ],
  ['what throws when its kind is read', throwing('getPrototypeOf'), unreadable],
  ['what throws when its members are read', throwing('getOwnPropertyDescriptor'), unreadable],
])('an answer of claims that is a mistake is named, not quoted: %s', (_, answer, sentence) => {
  expect(() => readClaims(answer)).toThrow(new TypeError(sentence));
});

it.each([null, undefined, false, 0, ''])('an answer of claims that is nobody: %o', (answer) => {
  expect(readClaims(answer)).toBeNull();
});

it.each([{}, { role: 'user' }, Object.create(null)])('an answer of claims that is taken: %o', (answer) => {
  expect(readClaims(answer)).toBe(answer);
});

it('claims that fit into no token are a mistake at the login, and somebody at the request', async () => {
  const claims = { text: 'x'.repeat(9000) };
  const { auth, events, askForCode } = createTestAuth({ claims: () => claims });
  const code = await askForCode(identity);
  expect(events.splice(0)).toMatchObject([{ type: 'code.requested' }, { type: 'code.sent' }]);
  const sentence = 'claims must be few enough for a token of 8000 characters';
  await expect(auth.login({ identity, ...code }, { ip })).rejects.toThrow(new TypeError(sentence));
  expect(events.map(({ at, ...event }) => event)).toEqual([
    { type: 'store.unavailable', ip, step: 'claims', error: 'TypeError', mistake: sentence },
  ]);
});
