import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Claims } from '../token/auth-state.js';
import { isCompactJws, readKid } from '../token/compact-jws.js';
import { AccessTokenError } from './access-token-error.js';
import { type FindKey, type KeySource, openKeySource } from './key-source.js';

/** Options of `verifyAccessToken`. Unknown names are refused. */
export interface VerifyOptions<Extra extends object = object> {
  /**
   * The public keys: the address of the JWK Set of your login server (`https://login.example.com/.well-known/jwks.json`), or
   * what `auth.jwks()` answers. What is fetched is kept for 5 minutes, by its address: never take that from a token. What
   * is given is read once: give another object for other keys.
   */
  readonly jwks: KeySource;
  /** `jwt.issuer` of the login server. A token must have it as `iss`. Default: not looked at. */
  readonly issuer?: string;
  /** The audience that you are, or several. A token must have one of them in `aud`. Default: not looked at. */
  readonly audience?: string | readonly string[];
  /** Seconds of clock difference that are forgiven for `exp` and `nbf`, up to 300. Default: 0. */
  readonly leeway?: number;
  /** Milliseconds since 1970, for tests. Default: the machine's clock. */
  readonly clock?: () => number;
  /**
   * Asked last, whether the session of the token lives. `true` is a yes, anything else a no (`revoked`). If it throws, the
   * reason is `unavailable`. Default: nobody asks, so a token works until it expires, after a logout too.
   */
  readonly isAlive?: (claims: Claims<Extra>, token: string) => boolean | Promise<boolean>;
}

const names = ['jwks', 'issuer', 'audience', 'leeway', 'clock', 'isAlive'];

/** What the keys of a login server can sign with. No secret is among its keys. */
const algorithms = [
  ...['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'],
];

const checkOptions = (options: VerifyOptions<never>): void => {
  for (const [name, value] of Object.entries(options)) {
    if (!names.includes(name)) throw new TypeError(`${name} is not an option of verifyAccessToken`);
    // A variable that is not set must not turn a check off.
    if (value === undefined) throw new TypeError(`${name} is undefined: give it a value, or leave it out`);
  }
  const { leeway = 0 } = options;
  if (typeof leeway !== 'number' || !(leeway >= 0 && leeway <= 300))
    throw new TypeError('leeway must be a number from 0 to 300, in seconds');
};

const texts = ['sub', 'email', 'sid', 'jti'];

/** What every token of ours claims. */
const isOurs = (payload: JWTPayload): boolean =>
  texts.every((name) => typeof payload[name] === 'string') &&
  typeof payload.iat === 'number' &&
  typeof payload.exp === 'number' &&
  Number.isSafeInteger(payload.gen) &&
  Number(payload.gen) >= 1;

const refusalOf = (error: unknown): AccessTokenError => {
  if (error instanceof AccessTokenError) return error;
  // jose compares `exp` last, so whatever has expired was in order otherwise.
  if (error instanceof errors.JWTExpired && isOurs(error.payload)) return new AccessTokenError('expired');
  const unreadable = error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid;
  return new AccessTokenError(unreadable ? 'malformed' : 'invalid');
};

const readPayload = async (
  token: string,
  findKey: FindKey,
  { issuer, audience, leeway = 0, clock }: VerifyOptions<never>,
): Promise<JWTPayload> => {
  try {
    const { payload } = await jwtVerify(token, findKey, {
      algorithms,
      // T1: a refresh token is none (RFC 8725, section 3.11).
      typ: 'at+jwt',
      clockTolerance: leeway,
      ...(clock && { currentDate: new Date(clock()) }),
      ...(issuer !== undefined && { issuer }),
      ...(audience !== undefined && { audience: [audience].flat() as string[] }),
    });
    if (isOurs(payload)) return payload;
  } catch (error) {
    throw refusalOf(error);
  }
  throw new AccessTokenError('invalid');
};

const requireLife = async <Extra extends object>(
  claims: Claims<Extra>,
  token: string,
  { isAlive }: VerifyOptions<Extra>,
): Promise<void> => {
  if (!isAlive) return;
  const alive = await Promise.resolve()
    .then(() => isAlive(claims, token))
    .catch((cause: unknown) => {
      // An outage is no logout.
      throw new AccessTokenError('unavailable', { cause });
    });
  if (alive !== true) throw new AccessTokenError('revoked');
};

/**
 * Verifies an access token of a login server, in another service. It needs no more than the public keys, and works where
 * there is `fetch` and WebCrypto: in Node, Deno, Bun, and on edge hosts. The type parameter says which claims the login
 * server adds; it is not checked.
 *
 * @param token - without `Bearer`; white space around it does not matter
 * @throws {AccessTokenError} whose `reason` says why the token is not accepted, or that this could not be found out
 * @throws {TypeError} where an option is wrong
 * @example
 * const claims = await verifyAccessToken<{ role: string }>(token, {
 *   jwks: 'https://login.example.com/.well-known/jwks.json',
 *   issuer: 'https://login.example.com',
 *   audience: 'shop',
 * });
 */
export const verifyAccessToken = async <Extra extends object = object>(
  token: string | null | undefined,
  options: VerifyOptions<Extra>,
): Promise<Claims<Extra>> => {
  checkOptions(options);
  const findKey = openKeySource(options.jwks);
  if (token === null || token === undefined) throw new AccessTokenError('missing');
  const text = typeof token === 'string' ? token.trim() : '';
  // T3: before anything is parsed, so that a huge text costs nothing.
  if (!isCompactJws(text) || readKid(text, decodeProtectedHeader) === null)
    throw new AccessTokenError('malformed');
  const payload = await readPayload(text, findKey, options);
  // Boundary: the signature says that a login server has signed it. What it adds, only the caller knows.
  const claims = payload as unknown as Claims<Extra>;
  await requireLife(claims, text, options);
  return claims;
};
