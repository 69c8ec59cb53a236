import { createPublicKey, generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseSigningKeys } from '../../../src/token/keys/parse-signing-keys.js';
import { mlDsaKey } from '../../support/ml-dsa.js';
import { base64, jwkOf, keyOfJwk, keys, pemOf } from './key-spellings.js';

const [ed, p256, rsa] = [jwkOf(keys.ed25519), jwkOf(keys.ec), jwkOf(keys.rsa)];
const secretOf = (bytes: number) => ({ kty: 'oct', k: randomBytes(bytes).toString('base64url') });
const secret = secretOf(32);
const { d: _, ...publicJwk } = ed;
const publicPem = createPublicKey(keys.ec).export({ format: 'pem', type: 'spki' }) as string;
const publicDer = createPublicKey(keys.ed25519).export({ format: 'der', type: 'spki' }).toString('base64');
const encrypted = keys.ed25519.export({
  format: 'pem',
  type: 'pkcs8',
  cipher: 'aes-256-cbc',
  passphrase: 'p',
}) as string;
const encryptedOld = keys.rsa.export({
  format: 'pem',
  type: 'pkcs1',
  cipher: 'aes-256-cbc',
  passphrase: 'p',
}) as string;
const encryptedDer = keys.rsa.export({
  format: 'der',
  type: 'pkcs8',
  cipher: 'aes-256-cbc',
  passphrase: 'p',
});
const jwkFor = (kind: 'rsa' | 'ec' | 'x25519', options: object = {}): JsonWebKey =>
  jwkOf(generateKeyPairSync(kind as 'rsa', options as { modulusLength: number }).privateKey);
const weakRsa = jwkFor('rsa', { modulusLength: 1024 });
const oddRsa = jwkFor('rsa', { modulusLength: 2047 });
const smallExponent = jwkFor('rsa', { modulusLength: 2048, publicExponent: 3 });
const [eve, p256OfEve, rsaOfEve] = [
  jwkOf(generateKeyPairSync('ed25519').privateKey),
  jwkFor('ec', { namedCurve: 'prime256v1' }),
  jwkFor('rsa', { modulusLength: 2048 }),
];
const forPssAlone = pemOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey);
/** A PKCS#8 for ML-DSA-44, of which Node 20 knows nothing: a version, the algorithm, a seed. */
const mlDsa = Buffer.from(
  `3034020100300b0609608648016503040311042280${'20'}${'07'.repeat(32)}`,
  'hex',
).toString('base64');

const text = {
  public: 'this is a public key',
  encrypted: 'this one is encrypted. Decrypt it first: ',
  path: 'this is the path of a file. Give what stands in the file',
  damaged:
    'this one is cut off or damaged. In a PEM, write | for each line break where the variable has one line',
  bare: 'this one lacks its first and its last line, ',
  json: 'this text begins like JSON, and is none',
  unknown:
    'this is neither a PEM nor a JWK. Make one: npx pothos-email-auth keygen. A key for HS256 is a JWK',
  kind: 'this one is of another kind. Known are Ed25519',
  weak: 'this one is too weak: RSA needs 2048 bits',
  halves: 'the public half of this one belongs to another key',
  empty: 'this text is empty. Make a key: npx pothos-email-auth keygen',
  newer: 'this one is for ML-DSA, which needs Node 24.7 or newer',
};
const cannot = (why: string) => `this one cannot sign: ${why}`;

type Row = readonly [what: string, input: unknown, sentence: string];

const rows: readonly Row[] = [
  ...['', ' \n', '""', `"' '"`, '[]'].map(
    (given): Row => [`nothing: ${JSON.stringify(given)}`, given, text.empty],
  ),
  ['a public JWK', publicJwk, text.public],
  ['a public JWK as text', JSON.stringify(publicJwk), text.public],
  ['a JWK whose private half is undefined', { ...p256, d: undefined }, text.public],
  ['a public PEM', publicPem, text.public],
  ['a public PEM that is cut off', publicPem.slice(0, 60), text.public],
  ['a public PEM in one line', publicPem.replaceAll('\n', '|'), text.public],
  ['a public PEM in base64', base64(publicPem), text.public],
  ['a public key in base64', publicDer, text.bare],
  ['a public PEM beside the private one', pemOf(keys.ec) + publicPem, text.public],
  ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', text.public],
  ['a public key of OpenSSH', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG x@y', text.public],
  ['an encrypted PKCS#8', encrypted, text.encrypted],
  ['an encrypted PKCS#8 in base64', encryptedDer.toString('base64'), text.bare],
  ['a PEM without its first and last line', pemOf(keys.ed25519).split('\n')[1], text.bare],
  ['an encrypted PKCS#1', encryptedOld, text.encrypted],
  ...[
    '/run/secrets/key',
    './key.pem',
    '../key',
    '~/.ssh/id_ed25519',
    'key.pem',
    'C:\\keys\\key.txt',
    'file:///run/key',
    'certs/signing.jwk',
  ].map((path): Row => [`the path ${path}`, path, text.path]),
  ['a PEM without its end', pemOf(keys.rsa).slice(0, -40), text.damaged],
  ['a PEM without its middle', pemOf(keys.rsa).replace(/\n.*\n.*\n/, '\n'), text.damaged],
  ['a PEM with something else in it', pemOf(keys.ec).replace('MI', 'M?'), text.damaged],
  ['a PEM without a key', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----', text.damaged],
  [
    'a curve without a key',
    '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----',
    text.damaged,
  ],
  ['a JWK whose private part is no key', { ...ed, d: '' }, text.damaged],
  [
    'a secret that is no base64url',
    { kty: 'oct', k: 'a secret with spaces, of more than 32 bytes' },
    text.damaged,
  ],
  ['a secret without one', { kty: 'oct' }, text.damaged],
  ['JSON that is cut off', JSON.stringify(ed).slice(0, -1), text.json],
  ['a JWK of which nobody knows the kind', { d: 'd' }, text.unknown],
  ['a JWK without anything', {}, text.unknown],
  ['a word', 'hunter2', text.unknown],
  ['a secret as text', randomBytes(32).toString('hex'), text.unknown],
  ['undefined', undefined, text.unknown],
  ['null', null, text.unknown],
  ['a number', 7, text.unknown],
  ['a number as JSON', '[7]', text.unknown],
  ['a key that exchanges keys', jwkFor('x25519'), text.kind],
  ['another curve', jwkFor('ec', { namedCurve: 'secp256k1' }), text.kind],
  ['an RSA key for PSS alone', forPssAlone, text.kind],
  ['a DSA key', '-----BEGIN DSA PRIVATE KEY-----\nMIIB\n-----END DSA PRIVATE KEY-----', text.kind],
  ['another kty', { kty: 'XYZ', d: 'd' }, text.kind],
  ['a kty of the prototype', { kty: 'constructor', d: 'd' }, text.kind],
  ['an RSA key of 1024 bits', weakRsa, text.weak],
  ['an RSA key of 2047 bits', pemOf(keyOfJwk(oddRsa)), text.weak],
  ['an RSA key with the exponent 3', smallExponent, text.weak],
  ['a secret of 31 bytes', secretOf(31), text.weak],
  ['a secret of nothing', { kty: 'oct', k: '' }, text.weak],
  ['a secret of one word', { kty: 'oct', k: btoa('secret'.repeat(8)) }, text.weak],
  ['halves of two Ed25519 keys', { ...ed, x: eve.x }, text.halves],
  ['halves of two EC keys', { ...p256, x: p256OfEve.x, y: p256OfEve.y }, text.halves],
  ['halves of two RSA keys', { ...rsa, n: rsaOfEve.n }, text.halves],
  ['a key for encryption', { ...ed, use: 'enc' }, cannot('its "use" is not "sig"')],
  ['a secret for encryption', { ...secret, use: 'enc' }, cannot('its "use" is not "sig"')],
  ['a key for nothing', { ...ed, key_ops: [] }, cannot('its "key_ops" are without "sign"')],
  ['operations that are no list', { ...ed, key_ops: 'sign' }, cannot('its "key_ops" are without "sign"')],
  ['another algorithm', { ...ed, alg: 'ES256' }, cannot('its "alg" is not "EdDSA" or "Ed25519"')],
  ['no algorithm', { ...ed, alg: 'none' }, cannot('its "alg" is not "EdDSA" or "Ed25519"')],
  ['the algorithm of another curve', { ...p256, alg: 'ES384' }, cannot('its "alg" is not "ES256"')],
  ['HMAC with an RSA key', { ...rsa, alg: 'HS256' }, cannot('its "alg" is not "RS256" or "PS256" or')],
  ['a secret too short for its algorithm', { ...secret, alg: 'HS512' }, cannot('its "alg" is not "HS256"')],
];

const messageOf = (input: unknown): string => {
  try {
    parseSigningKeys(input, 'signingKey');
    return 'taken';
  } catch (error) {
    if (!(error instanceof TypeError) || error.cause !== undefined) throw error;
    return error.message;
  }
};

/** What of an input is long enough to be a piece of a key. */
const piecesOf = (input: unknown): string[] => {
  const whole = typeof input === 'string' ? input : (JSON.stringify(input) ?? '');
  return whole.match(/[\w+/]{8}/g) ?? [];
};

describe('a signing key that is none', () => {
  it.each(rows)('is refused with a sentence, and never quoted: %s', (_, input, sentence) => {
    const message = messageOf(input);
    expect(message.replace(/^signingKey(\[[01]\])?/, '')).toContain(` must be a private key; ${sentence}`);
    // What the sentence says of every key is no piece of this one.
    const told = piecesOf(input).filter((piece) => message.replace(sentence, '').includes(piece));
    expect(told).toEqual([]);
  });

  it.runIf(mlDsaKey(44) === null)('is one for ML-DSA, where Node is older', () => {
    expect(messageOf({ kty: 'AKP', alg: 'ML-DSA-44', pub: 'AA', priv: 'AA' })).toContain(text.newer);
    expect(messageOf({ kty: 'AKP', alg: 'ML-DSA-44', pub: 'AA' })).toContain(text.public);
    expect(messageOf(`-----BEGIN PRIVATE KEY-----\n${mlDsa}\n-----END PRIVATE KEY-----`)).toContain(
      text.newer,
    );
  });
});
