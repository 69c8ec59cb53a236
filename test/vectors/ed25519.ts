import { importJWK } from 'jose';
import { expect } from 'vitest';
import { jwtSettings } from '../../src/token/jwt-options.js';
import { openKeyring } from '../../src/token/keyring.js';
import { generateSigningKey } from '../../src/token/signing-key.js';
import { createTokens } from '../../src/token/token.js';
import { parseSigningKey } from '../support/parse-signing-key.js';
import { kinds, smallOrderKeys } from './ed25519-kinds.js';
import { sampleClaims, sampleClock } from './sample.js';
import type { Vector } from './vector.js';
import { ed25519Groups } from './wycheproof.js';

/** A token of ours, and what becomes of it with another signature. */
const openToken = async () => {
  const keyring = await openKeyring([generateSigningKey()]);
  const tokens = createTokens(async () => keyring, jwtSettings({}), sampleClock);
  const token = await tokens.sign('at+jwt', sampleClaims);
  const dot = token.lastIndexOf('.') + 1;
  const withSignature = async (bytes: Buffer) => {
    const verified = await tokens.verify('at+jwt', token.slice(0, dot) + bytes.toString('base64url'));
    return verified.ok ? 'accepted' : verified.failure;
  };
  const publicKey = Buffer.from(keyring.signer.jwk?.x ?? '', 'base64url');
  return { signature: Buffer.from(token.slice(dot), 'base64url'), publicKey, withSignature };
};

const tests = ed25519Groups.flatMap(({ x, tests }) => tests.map((test) => ({ x, ...test })));
const invalid = tests.filter(({ result }) => result === 'invalid');
const signed = Object.entries(kinds).flatMap(([flag, changes]) =>
  changes.map(([what, change]) => ({ what: `${flag}: ${what}`, change })),
);

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

const runPrimitive = async () => {
  const wrong: string[] = [];
  for (const { x, tcId, comment, msg, sig, result } of tests) {
    // As the keyring does it, and then as jose does it with the key.
    const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x }, 'EdDSA');
    if (key instanceof Uint8Array) throw new Error('no key');
    const isGood = await crypto.subtle.verify('Ed25519', key, bytesOf(sig), bytesOf(msg));
    if (isGood !== (result === 'valid')) wrong.push(`${tcId} ${comment}: ${isGood}`);
  }
  expect(wrong).toEqual([]);
};

const runKinds = async () => {
  // Each kind of invalid vector is among those that are made from a token.
  const flags = new Set(invalid.flatMap(({ flags }) => flags).filter((flag) => flag !== 'InvalidKtv'));
  expect(new Set(Object.keys(kinds))).toEqual(flags);
  const { signature, publicKey, withSignature } = await openToken();
  expect(await withSignature(signature)).toBe('accepted');
  const wrong: string[] = [];
  for (const { what, change } of signed) {
    const outcome = await withSignature(change(signature, publicKey));
    if (outcome !== 'invalid') wrong.push(`${what}: ${outcome}`);
  }
  for (const { tcId, sig } of invalid) {
    const outcome = await withSignature(Buffer.from(sig, 'hex'));
    if (outcome !== 'invalid') wrong.push(`vector ${tcId}: ${outcome}`);
  }
  expect(wrong).toEqual([]);
};

const runKeys = async () => {
  const own = generateSigningKey().privateKey.export({ format: 'jwk' });
  expect(() => parseSigningKey(own, 'signingKey')).not.toThrow();
  for (const point of smallOrderKeys) {
    const key = { ...own, x: point.toString('base64url') };
    expect(() => parseSigningKey(key, 'signingKey')).toThrow(
      'the public half of this one belongs to another key',
    );
  }
};

export const ed25519Vectors: readonly Vector[] = [
  {
    id: 'vector-ed25519',
    must: 'The verification that stands behind a token MUST find a signature good where Wycheproof says valid, and only there',
    count: tests.length,
    run: runPrimitive,
  },
  {
    id: 'vector-ed25519-kinds',
    must: 'A token whose signature was changed in any way that Wycheproof knows (s + L, points of small order, other encodings, bytes too many or too few) MUST be invalid',
    count: signed.length + invalid.length,
    run: runKinds,
  },
  {
    id: 'vector-ed25519-keys',
    must: 'A public key of small order MUST NOT be taken',
    count: smallOrderKeys.length,
    run: runKeys,
  },
];
