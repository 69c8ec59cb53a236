import { CompactSign, compactVerify, type JWK } from 'jose';
import { expect } from 'vitest';
import { jwtSettings } from '../../src/token/jwt-options.js';
import { openKeyring } from '../../src/token/keyring.js';
import { thumbprintOf } from '../../src/token/keys/key-id.js';
import { generateSigningKey } from '../../src/token/signing-key.js';
import { createTokens } from '../../src/token/token.js';
import { parseSigningKey } from '../support/parse-signing-key.js';
import examples from './rfc-examples.json' with { type: 'json' };
import { type Vector, verifierOf } from './vector.js';

const { rfc8037, rfc7638, signed, others } = examples;
const open = async (key: JWK) => openKeyring([parseSigningKey(key, 'signingKey')]);

const runThumbprint = async () => {
  const { signer, jwks } = await open(rfc8037.key);
  expect(signer.kid).toBe(rfc8037.thumbprint);
  const { d, ...publicKey } = rfc8037.key;
  expect(jwks.keys).toEqual([{ ...publicKey, kid: rfc8037.thumbprint, use: 'sig' }]);
};

const runThumbprintOfRsa = async () => {
  expect(thumbprintOf(rfc7638.key)).toBe(rfc7638.thumbprint);
  const { alg, kid, ...needed } = rfc7638.key;
  expect(thumbprintOf(needed)).toBe(rfc7638.thumbprint);
};

const runSigning = async () => {
  const { signer } = await open(rfc8037.key);
  const signature = new CompactSign(Buffer.from(rfc8037.payload)).setProtectedHeader({ alg: signer.alg });
  expect(await signature.sign(signer.privateKey)).toBe(rfc8037.jws);
};

const runVerification = async () => {
  const key = parseSigningKey(rfc8037.key, 'signingKey');
  const verify = await verifierOf(key);
  // The signature is good; the payload is a sentence.
  expect(await verify(rfc8037.jws)).toBe('no JWT');
  expect(await verify(rfc8037.jws.replace('.hgyY', '.hgyZ'))).toBe('invalid');
  const strict = createTokens(
    async () => openKeyring([key]),
    jwtSettings({}),
    () => 0,
  );
  // It names no key.
  expect(await strict.verify('at+jwt', rfc8037.jws)).toEqual({ ok: false, failure: 'invalid' });
};

const runSigned = async () => {
  for (const { section, key, jws, outcome } of signed) {
    const { signer } = await open(key);
    // The example is good; what refuses it is that it is no token of ours.
    expect(await compactVerify(jws, signer.publicKey)).toBeTruthy();
    const verify = await verifierOf(parseSigningKey(key, 'signingKey'));
    expect(`${section}: ${await verify(jws)}`).toBe(`${section}: ${outcome}`);
    expect(`${section}: ${await (await verifierOf(generateSigningKey()))(jws)}`).toBe(`${section}: invalid`);
  }
};

const runOthers = async () => {
  const keys = [generateSigningKey(), ...signed.map(({ key }) => parseSigningKey(key, 'signingKey'))];
  for (const key of keys) {
    const verify = await verifierOf(key);
    for (const { section, text, outcome } of others)
      expect(`${section}: ${await verify(text)}`).toBe(`${section}: ${outcome}`);
  }
};

export const rfcVectors: readonly Vector[] = [
  {
    id: 'vector-rfc8037-thumbprint',
    must: 'The `kid` of an Ed25519 key MUST be its thumbprint (RFC 8037, A.3), and its private half MUST NOT be published',
    count: 1,
    run: runThumbprint,
  },
  {
    id: 'vector-rfc7638-thumbprint',
    must: 'The thumbprint of RFC 7638, 3.1, MUST be found, whatever other members the key has',
    count: 2,
    run: runThumbprintOfRsa,
  },
  {
    id: 'vector-rfc8037-signing',
    must: 'A signature MUST be the one of RFC 8037, A.4, to the letter',
    count: 1,
    run: runSigning,
  },
  {
    id: 'vector-rfc8037-verification',
    must: 'The signature of RFC 8037, A.5, MUST be found good, another MUST NOT, and a JWS without `kid` MUST be refused',
    count: 1,
    run: runVerification,
  },
  {
    id: 'vector-rfc7515-signed',
    must: 'The signed examples of RFC 7515 MUST be refused: by their own key for their type, by another for their algorithm',
    count: signed.length,
    run: runSigned,
  },
  {
    id: 'vector-rfc7515-others',
    must: 'An unsecured JWT, JSON serializations and an encrypted JWT MUST be refused, whichever key we have',
    count: others.length,
    run: runOthers,
  },
];
