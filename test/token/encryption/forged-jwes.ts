import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { reforge } from '../../support/forged-tokens.js';
import { decryptJwe, encryptJwe, wrapKey } from '../../support/jwe.js';
import { encodePart, partsOf } from '../../support/jwt.js';
import {
  byJose,
  cut,
  type JweForgery,
  moveByte,
  opened,
  withHeader,
  withKey,
  withParts,
} from './jwe-forgery.js';

interface ForgedJwe {
  readonly id: string;
  readonly must: string;
  readonly forge: (forgery: JweForgery) => string | Promise<string>;
  /** `null`: it is taken. */
  readonly failure: 'invalid' | 'malformed' | null;
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;

const rows: readonly (readonly [failure: ForgedJwe['failure'], what: string, forge: ForgedJwe['forge']])[] = [
  [null, 'the token itself', ({ token }) => token],
  [null, 'the same, encrypted once more with our key', withKey(() => ({}))],
  [null, 'the signed token inside, which is ours as well', ({ token, kek }) => decryptJwe(kek, token)],
  // Who has no key.
  [
    'invalid',
    'encrypted with another key under our kid',
    (forgery) => {
      const { header, content } = opened(forgery);
      return encryptJwe(randomBytes(32), { header, content });
    },
  ],
  [
    'invalid',
    'a content key of the forger, wrapped with another key',
    withParts(() => ({ key: wrapKey(randomBytes(32), randomBytes(32)).toString('base64url') })),
  ],
  ['invalid', 'another nonce', withParts(() => ({ nonce: randomBytes(12).toString('base64url') }))],
  ['invalid', 'another tag', withParts(() => ({ tag: randomBytes(16).toString('base64url') }))],
  ['malformed', 'no tag', withParts(() => ({ tag: '' }))],
  ['malformed', 'a tag of 4 bytes', withParts(({ tag }) => ({ tag: cut(tag, 4) }))],
  ['malformed', 'a tag of 15 bytes, the other one moved into the ciphertext', withParts(moveByte)],
  ['malformed', 'no ciphertext', withParts(() => ({ ciphertext: '' }))],
  [
    'invalid',
    'a ciphertext that was cut off',
    withParts(({ ciphertext }) => ({ ciphertext: cut(ciphertext, 40) })),
  ],
  ['malformed', 'no nonce', withParts(() => ({ nonce: '' }))],
  ['malformed', 'no encrypted key, as with dir', withParts(() => ({ key: '' }))],
  ['malformed', 'an encrypted key that was cut off', withParts(({ key }) => ({ key: cut(key, 24) }))],
  ['malformed', 'no header', withParts(() => ({ first: '' }))],
  ['invalid', 'a header that is no JSON', withParts(() => ({ first: 'e30e' }))],
  [
    'invalid',
    'alg dir in the header alone',
    withParts(({ header }) => ({ first: encodePart({ ...header, alg: 'dir' }) })),
  ],
  [
    'invalid',
    'enc A128GCM in the header alone',
    withParts(({ header }) => ({ first: encodePart({ ...header, enc: 'A128GCM' }) })),
  ],
  ['invalid', 'alg none', withParts(({ header }) => ({ first: encodePart({ ...header, alg: 'none' }) }))],
  // Who has the key: each of these decrypts well, by a library that believes the header.
  ['malformed', 'alg dir, with our key as the content key', byJose({ alg: 'dir' }, (kek) => kek)],
  ['malformed', 'alg A256GCMKW, with our key', byJose({ alg: 'A256GCMKW' }, (kek) => kek)],
  ['invalid', 'alg PBES2, with our key as the password', byJose({ alg: 'PBES2-HS256+A128KW' }, (kek) => kek)],
  ['malformed', 'alg RSA-OAEP-256, with a key of the forger', byJose({ alg: 'RSA-OAEP-256' }, () => rsa)],
  ['malformed', 'enc A256CBC-HS512', byJose({ enc: 'A256CBC-HS512' }, (kek) => kek)],
  ['malformed', 'enc A128GCM', byJose({ enc: 'A128GCM' }, (kek) => kek)],
  ['invalid', 'no alg', withHeader({ alg: undefined })],
  ['invalid', 'alg in other letters', withHeader({ alg: 'a256kw' })],
  ['invalid', 'a list of algs', withHeader({ alg: ['A256KW'] })],
  ['invalid', 'no enc', withHeader({ enc: undefined })],
  ['invalid', 'no cty', withHeader({ cty: undefined })],
  ['invalid', 'another cty', withHeader({ cty: 'text' })],
  ['invalid', 'the same cty in other letters', withHeader({ cty: 'jwt' })],
  ['invalid', 'no kid', withHeader({ kid: undefined })],
  ['invalid', 'a kid of nobody', withHeader({ kid: '__proto__' })],
  [
    'invalid',
    'content that is compressed',
    withKey(({ header, content }) => ({
      header: { ...header, zip: 'DEF' },
      content: deflateRawSync(content),
    })),
  ],
  ['invalid', 'zip in the header alone', withHeader({ zip: 'DEF' })],
  ['invalid', 'a critical extension', withHeader({ crit: ['exp'], exp: 1 })],
  ['invalid', 'a typ', withHeader({ typ: 'at+jwt' })],
  ['invalid', 'a key in the header', withHeader({ jwk: { kty: 'oct' } })],
  ['invalid', 'the address of a key', withHeader({ jku: 'https://eve.example/jwks' })],
  ['invalid', 'claims in the header', withHeader({ sub: 'eve@example.com', exp: 4_102_444_800 })],
  [
    'invalid',
    'a member that comes twice',
    withKey(({ header }) => ({ header: JSON.stringify(header).replace('{', '{"enc":"A128GCM",') })),
  ],
  [
    'invalid',
    'the same members in another order',
    withKey(({ header }) => ({ header: Object.fromEntries(Object.entries(header).reverse()) })),
  ],
  [
    'invalid',
    'white space in the header',
    withKey(({ header }) => ({ header: JSON.stringify(header, null, 1) })),
  ],
  ['malformed', 'a tag of 12 bytes', withKey(() => ({ tag: 12 }))],
  ['malformed', 'a nonce of 16 bytes', withKey(() => ({ nonce: 16 }))],
  ['malformed', 'a content key of 16 bytes', withParts(({ key }) => ({ key: key.slice(0, 32) }))],
  // What is inside.
  ['malformed', 'a token that is encrypted twice', withKey((_, { token }) => ({ content: token }))],
  [
    'malformed',
    'claims that are not signed',
    withKey(({ content }) => ({ content: JSON.stringify(partsOf(content).payload) })),
  ],
  [
    'invalid',
    'alg none inside',
    withKey(({ content }) => ({
      content: `${encodePart({ ...partsOf(content).header, alg: 'none' })}.${content.split('.')[1]}.`,
    })),
  ],
  [
    'invalid',
    'another payload inside',
    withKey(({ content }) => ({
      content: content.replace(
        /\.[^.]+/,
        `.${encodePart({ ...partsOf(content).payload, sub: 'eve@example.com' })}`,
      ),
    })),
  ],
  [
    'invalid',
    'typ JWT inside',
    withKey(({ content }) => ({ content: reforge(content, { header: { typ: 'JWT' } }) })),
  ],
  [
    'malformed',
    'a critical extension inside',
    withKey(({ content }) => ({ content: reforge(content, { header: { crit: ['exp'], exp: 1 } }) })),
  ],
  [
    'invalid',
    'a signed token of nobody inside',
    withKey(({ content }) => ({ content: reforge(content, { header: { kid: 'nobody' } }) })),
  ],
  ['malformed', 'white space inside', withKey(({ content }) => ({ content: ` ${content}\n` }))],
  ['malformed', 'bytes that are no text inside', withKey(() => ({ content: randomBytes(600) }))],
  ['malformed', 'nothing inside', withKey(() => ({ content: '' }))],
  ['invalid', 'a token of the other type', ({ otherType }) => otherType],
  [
    'invalid',
    'a token of the other type, encrypted anew',
    withKey((_, { otherType, kek }) => ({ content: decryptJwe(kek, otherType) })),
  ],
  // As a text.
  [
    'malformed',
    'more than 8,000 characters',
    withKey(({ content }) => ({ content: reforge(content, { payload: { fill: 'x'.repeat(6000) } }) })),
  ],
  ['malformed', 'a million characters', ({ token }) => token + 'A'.repeat(1_000_000)],
  ['malformed', 'a part too many', ({ token }) => `${token}.AAAA`],
  ['malformed', 'a part too few', ({ token }) => token.slice(0, token.lastIndexOf('.'))],
  ['malformed', 'padding', ({ token }) => `${token}==`],
  ['malformed', 'white space between the parts', ({ token }) => token.replace('.', '. ')],
];

/** What is brought as a token where tokens are encrypted. */
export const forgedJwes: readonly ForgedJwe[] = rows.map(([failure, what, forge], index) => ({
  id: `jwe-${index + 1}`,
  must: `MUST be ${failure ?? 'taken'}: ${what}`,
  forge,
  failure,
}));
