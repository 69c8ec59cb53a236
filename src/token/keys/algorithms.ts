import type { KeyObject } from 'node:crypto';

const names = {
  ed25519: ['EdDSA', 'Ed25519'],
  ec: ['ES256', 'ES384', 'ES512'],
  rsa: ['RS256', 'PS256', 'RS384', 'PS384', 'RS512', 'PS512'],
  secret: ['HS256', 'HS384', 'HS512'],
  mlDsa: ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'],
} as const;

/** The name of an algorithm in the header of a token (RFC 7518, RFC 8037, RFC 9864). */
export type AlgorithmName = (typeof names)[keyof typeof names][number];

/** All of them. */
export const algorithmNames: readonly AlgorithmName[] = Object.values(names).flat();

/** One algorithm, by all its names; new tokens have the first of them. */
export type Algorithm = readonly [AlgorithmName, ...AlgorithmName[]];

const one = (name: AlgorithmName): Algorithm => [name];

const ofCurve: Readonly<Record<string, Algorithm>> = {
  prime256v1: ['ES256'],
  secp384r1: ['ES384'],
  secp521r1: ['ES512'],
};

const bitsOf = (name: string): number => Number(name.slice(2));

/** RFC 7518, section 3.2: the secret has at least the bits of the hash. */
const ofSecret = ({ symmetricKeySize = 0 }: KeyObject): readonly Algorithm[] =>
  names.secret.filter((name) => symmetricKeySize * 8 >= bitsOf(name)).map(one);

const ofCurveKey = ({ asymmetricKeyDetails }: KeyObject): readonly Algorithm[] => {
  const algorithm = ofCurve[asymmetricKeyDetails?.namedCurve ?? ''];
  return algorithm ? [algorithm] : [];
};

/** The algorithms that a key may be used with: the first, unless somebody says which. None where it is of another kind. */
export const algorithmsOf = (key: KeyObject): readonly Algorithm[] => {
  if (key.type === 'secret') return ofSecret(key);
  // Node's types of today know no ML-DSA.
  const kind: string = key.asymmetricKeyType ?? '';
  if (kind === 'ed25519') return [names.ed25519];
  if (kind === 'ec') return ofCurveKey(key);
  if (kind === 'rsa') return names.rsa.map(one);
  return names.mlDsa.filter((name) => name.toLowerCase() === kind).map(one);
};

/** FIPS 186-5, section 5.1. With the exponent 1, which parsers take, anybody can sign; 3 needs strict verifiers. */
const leastExponent = 65_537n;

/** Of 32 random bytes, 30 or so are different: with fewer than these, somebody has typed a word, again and again. */
const leastBytes = { length: 32, different: 8 };

const isWeakSecret = (secret: Buffer): boolean =>
  secret.length < leastBytes.length || new Set(secret).size < leastBytes.different;

/** Whether a key is of a good kind, and too small. */
export const isWeak = (key: KeyObject): boolean => {
  if (key.type === 'secret') return isWeakSecret(key.export());
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  return key.asymmetricKeyType === 'rsa' && (modulusLength < 2048 || publicExponent < leastExponent);
};

/** Who has a say in the algorithm of a key. */
export interface Wishes {
  /** The `alg` of its JWK. */
  readonly said?: string | undefined;
  /** The `jwt.algorithm` option. */
  readonly preferred?: string | undefined;
}

/**
 * The one algorithm of a key (RFC 8725, section 3.1), and its name in new tokens. What the key itself says holds; between
 * two names of one algorithm, the option chooses.
 *
 * @returns undefined where the key says that it is for something else
 */
export const chooseAlgorithm = (
  possible: readonly Algorithm[],
  { said, preferred }: Wishes,
): { readonly alg: AlgorithmName; readonly names: Algorithm } | undefined => {
  const knows = (algorithm: Algorithm, name: string | undefined) => algorithm.some((each) => each === name);
  const wanted = possible.find((algorithm) => knows(algorithm, said ?? preferred));
  const chosen = wanted ?? (said === undefined ? possible[0] : undefined);
  if (chosen === undefined) return undefined;
  const alg = chosen.find((name) => name === preferred) ?? chosen.find((name) => name === said) ?? chosen[0];
  return { alg, names: chosen };
};
