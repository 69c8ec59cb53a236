import type { Clock } from '../core/clock.js';
import { nameEd25519, type SigningKey } from '../token/signing-key.js';
import type { JwtOptions } from '../token/token.js';
import type { SessionSettings } from './read-sessions.js';
import { none } from './with-defaults.js';

/** The latest `exp`, in seconds since 1970, that clients with 32 bits for it can read: in the year 2106. */
const latestExpiry = 2 ** 32 - 1;

/** Bytes of `issuer`, `audience` and `header` as JSON: they stand in every token, and a token has 8,000 characters. */
const maxConstants = 2000;

/**
 * The `jwt` option.
 *
 * @throws {TypeError} where its parts contradict each other or leave no room for claims
 */
export const readJwt = (jwt: JwtOptions = none, { accessToken }: SessionSettings): JwtOptions => {
  const { issuer, audience, header, notBefore } = jwt;
  if (Buffer.byteLength(JSON.stringify([issuer, audience, header])) > maxConstants) {
    throw new TypeError(
      `jwt.issuer, jwt.audience and jwt.header must be at most ${maxConstants} bytes together`,
    );
  }
  if (typeof notBefore === 'number' && notBefore >= accessToken.lifetime) {
    throw new TypeError(
      'jwt.notBefore must be less than accessToken.lifetime, or no access token is ever valid',
    );
  }
  return jwt;
};

/**
 * The signing keys under the names that `jwt.algorithm` gives to their algorithms.
 *
 * @throws {TypeError} where it names the algorithm of none of them
 */
export const readKeyNames = <Keys extends readonly SigningKey[]>(
  keys: Keys,
  { algorithm }: JwtOptions = none,
): Keys => {
  if (algorithm === undefined) return keys;
  if (!keys.some(({ names }) => names.includes(algorithm))) {
    throw new TypeError(
      'jwt.algorithm is for Ed25519 keys, and signingKey has none; leave it out for other keys',
    );
  }
  return nameEd25519(keys, algorithm);
};

/**
 * Looks at the clock once.
 *
 * @throws {TypeError} where tokens would expire in a year that clients cannot read
 */
export const refuseFarFuture = (clock: Clock, { accessToken, refreshToken }: SessionSettings): void => {
  const latest = clock() / 1000 + Math.max(accessToken.lifetime, refreshToken.lifetime);
  if (latest > latestExpiry) {
    throw new TypeError(
      'clock must answer with milliseconds since 1970; by this one, tokens would expire after the year 2106',
    );
  }
};
