import { decodeProtectedHeader } from 'jose';
import { expect } from 'vitest';
import { generateSigningKey, parseSigningKey, type SigningKey } from '../../src/token/signing-key.js';
import { type Outcome, type Vector, verifierOf } from './vector.js';
import { type JwsGroup, type JwsVector, jwsGroups, keyGroups } from './wycheproof.js';

const parse = (key: unknown): SigningKey | null => {
  try {
    return parseSigningKey(key, 'signingKey');
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return null;
  }
};

const name = ({ comment, key }: JwsGroup) => `${comment} (${key.alg ?? key.use ?? key.key_ops})`;
const describes = ({ tcId, comment }: JwsVector) => `${tcId} ${comment}`;
const countOf = (groups: readonly { readonly tests: readonly unknown[] }[]) =>
  groups.reduce((sum, { tests }) => sum + tests.length, 0);

/** Runs vectors and compares all outcomes at once, so that a failure names each that is wrong. */
const compare = async (
  tests: readonly JwsVector[],
  verify: (jws: string) => Promise<Outcome>,
  isRight: (outcome: Outcome, test: JwsVector) => boolean,
) => {
  const wrong: string[] = [];
  for (const test of tests) {
    const outcome = await verify(test.jws);
    if (!isRight(outcome, test)) wrong.push(`${describes(test)}: ${outcome}`);
  }
  expect(wrong).toEqual([]);
};

/** Their keys can sign tokens of ours. Which those are is written down: a key that is refused would run no vector. */
const ownKinds = jwsGroups.filter(({ key }) => parse(key) !== null);
const otherKinds = jwsGroups.filter((group) => !ownKinds.includes(group));

/** A JWS without a payload is none of ours: no token is without claims. */
const isEmpty = ({ jws }: JwsVector) => jws.split('.')[1] === '';

const runOwn = async () => {
  expect(ownKinds.map(name)).toEqual([
    'es256 (ES256)',
    'rs256 (RS256)',
    'rs256 (RS256)',
    'rfc7520 (RS256)',
    'SpecialCaseEs256 (ES256)',
  ]);
  for (const { key, tests } of ownKinds) {
    const verify = await verifierOf(parseSigningKey(key, 'signingKey'));
    // The signature of a valid one is good, and its payload is no JWT: with that it is known where a refusal came from.
    await compare(tests, verify, (outcome, test) =>
      test.result === 'valid'
        ? outcome === (isEmpty(test) ? 'no JWS' : 'no JWT')
        : outcome === 'invalid' || outcome === 'no JWS',
    );
  }
};

const isRefused = (outcome: Outcome) => outcome === 'invalid' || outcome === 'no JWS';

const runOther = async () => {
  const verify = await verifierOf(generateSigningKey());
  for (const { tests } of otherKinds) await compare(tests, verify, isRefused);
};

/** The `alg` of a vector's header; undefined where it cannot be read. */
const algOf = ({ jws }: JwsVector): unknown => {
  try {
    return decodeProtectedHeader(jws).alg;
  } catch {
    return undefined;
  }
};

const rsaOfOtherKinds = otherKinds
  .filter(({ key }) => key.kty === 'RSA')
  .map(({ key: { alg, use, key_ops, ...key }, tests }) => ({
    key,
    tests: tests.filter((test) => algOf(test) !== 'RS256'),
  }));

const runRsa = async () => {
  for (const { key, tests } of rsaOfOtherKinds) {
    const verify = await verifierOf(parseSigningKey(key, 'signingKey'));
    await compare(tests, verify, isRefused);
  }
};

const acceptedKeys = keyGroups.flatMap(({ comment, keys, tests }) =>
  keys.filter((key) => parse(key) !== null).map((key) => ({ comment, key, tests })),
);

const runKeys = async () => {
  // ROCA: the weakness of one maker's chips is not looked for. Whoever sets a key knows where it was made.
  expect(acceptedKeys.map(({ comment }) => comment)).toEqual(['rs256', 'jws_rsa_roca_key']);
  for (const { key, tests } of acceptedKeys) {
    const verify = await verifierOf(parseSigningKey(key, 'signingKey'));
    await compare(tests, verify, (outcome) => outcome === 'no JWT');
  }
};

export const jwsVectors: readonly Vector[] = [
  {
    id: 'vector-jws-own-kinds',
    must: 'A JWS for an ECDSA or RSA key of ours MUST be refused for its signature, its algorithm or its form where Wycheproof says invalid, and only there',
    count: countOf(ownKinds),
    run: runOwn,
  },
  {
    id: 'vector-jws-other-kinds',
    must: 'A JWS for HMAC, RSA-PSS or another hash MUST be refused under an Ed25519 key, valid or not, and its key MUST NOT be taken',
    count: countOf(otherKinds),
    run: runOther,
  },
  {
    id: 'vector-jws-rsa-confusion',
    must: 'An RSA key MUST verify RS256 alone: RSA-PSS and other hashes by the same key are refused',
    count: countOf(rsaOfOtherKinds),
    run: runRsa,
  },
  {
    id: 'vector-jwk',
    must: 'A key that is short, symmetric, for another use, or that contradicts itself MUST be refused at start; so MUST one whose exponent is 1',
    count: keyGroups.reduce((sum, { keys }) => sum + keys.length, 0),
    run: runKeys,
  },
];
