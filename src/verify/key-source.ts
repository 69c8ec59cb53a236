import type { CompactJWSHeaderParameters, CryptoKey, FlattenedJWSInput, JWK } from 'jose';
import { createLocalJWKSet, createRemoteJWKSet, errors } from 'jose';
import { AccessTokenError } from './access-token-error.js';

/** Where the public keys are: the address of a JWK Set (RFC 7517, section 5), the set itself, or its keys. */
export type KeySource = string | URL | { readonly keys: readonly JWK[] } | readonly JWK[];

type KeySet = ReturnType<typeof createLocalJWKSet> | ReturnType<typeof createRemoteJWKSet>;

/** Finds the key that a token names. Rejects with an `AccessTokenError`. */
export type FindKey = (header: CompactJWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

// Kept for the life of the process: who verifies gives the same few addresses and sets over and over.
const fetched = new Map<string, KeySet>();
const given = new WeakMap<object, KeySet>();

/** As long as the service says that its keys may be kept. */
const cacheMaxAge = 300_000;

const wrong = () =>
  new TypeError('jwks must be the address of a JWK Set, a JWK Set, or a list of public JWKs');

const openAddress = (address: string | URL): KeySet => {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw wrong();
  const known = fetched.get(url.href);
  if (known) return known;
  const set = createRemoteJWKSet(url, { cacheMaxAge });
  fetched.set(url.href, set);
  return set;
};

const isPublic = (key: JWK): boolean => key.kty !== 'oct' && !('d' in key) && !('priv' in key);

const openGiven = (source: Exclude<KeySource, string | URL>): KeySet => {
  const known = given.get(source);
  if (known) return known;
  const keys = 'keys' in source && !Array.isArray(source) ? source.keys : source;
  try {
    // Boundary: jose looks whether it is a list of objects.
    const set = createLocalJWKSet({ keys: keys as JWK[] });
    if (!set.jwks().keys.every(isPublic)) throw wrong();
    given.set(source, set);
    return set;
  } catch {
    throw wrong();
  }
};

const open = (source: unknown): KeySet => {
  if (typeof source === 'string' || source instanceof URL) return openAddress(source);
  if (typeof source !== 'object' || source === null) throw wrong();
  // Boundary: jose looks at what it holds.
  return openGiven(source as readonly JWK[]);
};

/**
 * jose goes by the `alg` of a key, by its curve, or by its kind. An RSA key that says nothing is for `RS256`: the token must not
 * choose (RFC 8725, section 3.1).
 */
const isForAnother = (set: KeySet, { alg, kid }: CompactJWSHeaderParameters): boolean =>
  /^(PS|RS(?!256))/.test(alg) &&
  set.jwks()?.keys.find((key) => key.kid === kid && key.kty === 'RSA' && key.alg === undefined) !== undefined;

/**
 * Opens a source of keys. What is fetched is fetched at the first use, after 5 minutes, and once in 30 s at most when a
 * token names another key.
 *
 * @throws {TypeError} where it is none
 */
export const openKeySource = (source: unknown): FindKey => {
  const set = open(source);
  return async (header, token) => {
    // A set with one key would be good for a token that names none.
    if (typeof header.kid !== 'string') throw new AccessTokenError('invalid');
    const key = await set(header, token).catch((cause: unknown) => {
      // Whatever else happens is not the token's fault.
      if (cause instanceof errors.JWKSNoMatchingKey) throw new AccessTokenError('invalid');
      throw new AccessTokenError('unavailable', { cause });
    });
    if (isForAnother(set, header)) throw new AccessTokenError('invalid');
    return key;
  };
};
