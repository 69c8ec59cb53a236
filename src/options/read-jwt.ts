import type { Clock } from '../core/clock.js';
import { type JwtOptions, type JwtSettings, jwtSettings } from '../token/jwt-options.js';
import type { SessionSettings } from './read-sessions.js';

/** The latest `exp`, in seconds since 1970, that clients with 32 bits for it can read: in the year 2106. */
const latestExpiry = 2 ** 32 - 1;

/** Bytes of `issuer`, `audience`, `clientId` and `header` as JSON: they stand in every token, and a token has 8,000 characters. */
const maxConstants = 2000;

/** RFC 9068, section 2.2. */
const refuseIncomplete = (jwt: JwtSettings): void => {
  if (jwt.profile === undefined) return;
  const missing = (['issuer', 'audience', 'clientId'] as const).find((name) => jwt[name] === undefined);
  if (missing !== undefined)
    throw new TypeError(`jwt.${missing} must be set where jwt.profile is '${jwt.profile}'`);
};

/**
 * The `jwt` option.
 *
 * @throws {TypeError} where its parts contradict each other or leave no room for claims
 */
export const readJwt = (given: JwtOptions, { accessToken }: SessionSettings): JwtSettings => {
  const jwt = jwtSettings(given);
  const { issuer, audience, clientId, header, notBefore } = jwt;
  if (Buffer.byteLength(JSON.stringify([issuer, audience, clientId, header])) > maxConstants) {
    throw new TypeError(
      `jwt.issuer, jwt.audience, jwt.clientId and jwt.header must be at most ${maxConstants} bytes together`,
    );
  }
  refuseIncomplete(jwt);
  if (typeof notBefore === 'number' && notBefore >= accessToken.lifetime) {
    throw new TypeError(
      'jwt.notBefore must be less than accessToken.lifetime, or no access token is ever valid',
    );
  }
  return jwt;
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
