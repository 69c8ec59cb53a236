import { createSecretKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { type AlgorithmName, algorithmNames } from '../../token/keys/algorithms.js';
import { attempt } from '../../token/keys/found-key.js';

type Make = (alg: AlgorithmName) => KeyObject;

const ed25519: Make = () => generateKeyPairSync('ed25519').privateKey;

const curves: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

const ec: Make = (alg) => generateKeyPairSync('ec', { namedCurve: curves[alg] ?? '' }).privateKey;

/** As strong as 128 bits (NIST SP 800-57 part 1, table 2), which is what the other kinds have at least. */
const rsa: Make = () => generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;

/** As many bits as the hash has (RFC 7518, section 3.2). */
const secret: Make = (alg) => createSecretKey(randomBytes(Number(alg.slice(2)) / 8));

const mlDsa: Make = (alg) => {
  // Boundary: Node's types of today know no ML-DSA.
  const made = attempt(() => generateKeyPairSync(alg.toLowerCase() as 'ed25519'));
  if (!made) throw new Error(`${alg} needs Node 24.7 or later; this is Node ${process.version.slice(1)}.`);
  return made.privateKey;
};

/** By the first letters of the algorithm. */
const makers: Readonly<Record<string, Make>> = {
  Ed: ed25519,
  ES: ec,
  RS: rsa,
  PS: rsa,
  HS: secret,
  ML: mlDsa,
};

/** The algorithms that keys are made for. */
export const algorithms: Readonly<Record<string, AlgorithmName>> = Object.fromEntries(
  algorithmNames.map((name) => [name, name]),
);

/**
 * A new private key, or a secret.
 *
 * @throws {Error} where this Node cannot make one
 */
export const makeKey: Make = (alg) => {
  const make = makers[alg.slice(0, 2)];
  if (!make) throw new Error(`${alg} is not known.`);
  return make(alg);
};
