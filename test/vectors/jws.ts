import { decodeProtectedHeader } from 'jose';
import { expect } from 'vitest';
import { generateSigningKey, type SigningKey } from '../../src/token/signing-key.js';
import { parseSigningKey } from '../support/parse-signing-key.js';
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

/** The `alg` of a vector's header; undefined where it cannot be read. */
const algOf = ({ jws }: JwsVector): unknown => {
  try {
    return decodeProtectedHeader(jws).alg;
  } catch {
    return undefined;
  }
};

/** Their keys can sign tokens of ours. Which those are is written down: a key that is refused would run no vector. */
const ownKinds = jwsGroups.filter(({ key }) => parse(key) !== null);
const otherKinds = jwsGroups.filter((group) => !ownKinds.includes(group));

/** A JWS without a payload is none of ours: no token is without claims. */
const isEmpty = ({ jws }: JwsVector) => jws.split('.')[1] === '';

const isRefused = (outcome: Outcome) => outcome === 'invalid' || outcome === 'no JWS';

/**
 * Vectors whose label is not ours: 346 and 350 are signed with another algorithm than their key is for, 367 and 370 are a
 * good JWS to the letter, 372 and 373 hold a `?`.
 */
const relabelled: Readonly<Record<number, Outcome>> = {
  ...{ 346: 'invalid', 350: 'invalid' },
  ...{ 367: 'no JWT', 370: 'no JWT', 372: 'no JWS', 373: 'no JWS' },
};

const isRightForOwn = (outcome: Outcome, test: JwsVector): boolean => {
  if (relabelled[test.tcId]) return outcome === relabelled[test.tcId];
  if (test.result === 'invalid') return isRefused(outcome);
  return outcome === (isEmpty(test) ? 'no JWS' : 'no JWT');
};

const runOwn = async () => {
  expect(ownKinds.map(name)).toEqual([
    ...['hs256 (HS256)', 'es256 (ES256)', 'rs256 (RS256)', 'rs256 (RS256)', 'rs384 (RS384)', 'rs512 (RS512)'],
    ...['ps256 (PS256)', 'ps384 (PS384)', 'ps512 (PS512)', 'rfc7520 (RS256)', 'rfc7520 (PS256)'],
    ...['rfc7520 (HS256)', 'rfc7520WithKeyOps (PS256)', 'rfc7520 (HS256)'],
    'SpecialCaseEs256 (ES256)',
  ]);
  for (const { key, tests } of ownKinds) {
    const verify = await verifierOf(parseSigningKey(key, 'signingKey'));
    // The signature of a valid one is good, and its payload is no JWT: with that it is known where a refusal came from.
    await compare(tests, verify, isRightForOwn);
  }
};

const runOther = async () => {
  const verify = await verifierOf(generateSigningKey());
  for (const { tests } of otherKinds) await compare(tests, verify, isRefused);
};

/** Each RSA key with each algorithm that it could have, and what is signed with another one. */
const confusions = ownKinds
  .filter(({ key }) => key.kty === 'RSA')
  .flatMap(({ key: { alg: _, use, key_ops, ...key }, tests }) =>
    ['RS256', 'PS256', 'RS384', 'PS384', 'RS512', 'PS512'].map((alg) => ({
      ...{ key, alg },
      tests: tests.filter((test) => algOf(test) !== alg),
    })),
  );

const runRsa = async () => {
  for (const { key, alg, tests } of confusions) {
    const verify = await verifierOf(parseSigningKey(key, 'signingKey', alg));
    await compare(tests, verify, isRefused);
  }
};

const acceptedKeys = keyGroups
  .map(({ comment, keys, tests }) => ({ comment, keys: keys.filter((key) => parse(key) !== null), tests }))
  .filter(({ keys }) => keys.length > 0);

/** Rules about sets of keys that name themselves, which ours do not; and about chips of one maker: whoever sets a key knows its origin. */
const otherRules = ['rejectsValid', 'rejectsDuplicateKid', 'rejectsKeyWithRocaVulnerability'];

const runKeys = async () => {
  expect(acceptedKeys.map(({ comment, keys }) => `${comment} ${keys.length}`)).toEqual([
    ...['jws_mixedSymmetryKeyset 1', 'jws_keyset 2', 'jws_duplicate_kid 2', 'rs256 1', 'jws_rsa_roca_key 1'],
    ...['HS256 1', 'HS384 1', 'HS512 1'],
  ]);
  for (const { keys, tests } of acceptedKeys) {
    const verifiers = await Promise.all(keys.map((key) => verifierOf(parseSigningKey(key, 'signingKey'))));
    for (const { jws, result } of tests.filter(({ comment }) => !otherRules.includes(comment))) {
      const outcomes = await Promise.all(verifiers.map((verify) => verify(jws)));
      expect(outcomes.includes('no JWT')).toBe(result === 'valid');
    }
  }
};

export const jwsVectors: readonly Vector[] = [
  {
    id: 'vector-jws-own-kinds',
    must: 'A JWS for a key of ours (ECDSA, RSA, or a secret) MUST be refused for its signature, its algorithm or its form where Wycheproof says invalid, and only there',
    count: countOf(ownKinds),
    run: runOwn,
  },
  {
    id: 'vector-jws-other-kinds',
    must: 'A JWS for a key that we do not take (public, or for encryption) MUST be refused under an Ed25519 key, valid or not',
    count: countOf(otherKinds),
    run: runOther,
  },
  {
    id: 'vector-jws-rsa-confusion',
    must: 'An RSA key MUST verify one algorithm alone: another padding or another hash by the same key is refused',
    count: countOf(confusions),
    run: runRsa,
  },
  {
    id: 'vector-jwk',
    must: 'A key that is too short, public, for another use, or that contradicts itself MUST be refused at start; so MUST one whose exponent is 1',
    count: keyGroups.reduce((sum, { keys }) => sum + keys.length, 0),
    run: runKeys,
  },
];
