import { type CryptoKey, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import type { TokenClaims } from './auth-state.js';
import type { Clock } from './clock.js';
import type { KeyPair, Keyring } from './keyring.js';

/** `typ` of the JWS header: it keeps one kind of token from being used as the other (RFC 8725, section 3.11). */
export type TokenType = 'at+jwt' | 'rt+jwt';

/** The `jwt` option. */
export interface JwtOptions {
  /** `iss` of every token, and required of every token. Default: none. */
  readonly issuer?: string;
  /** `aud` of every token, and required of every token. Default: none. */
  readonly audience?: string | readonly string[];
  /** Seconds of clock difference that are forgiven for `exp` and `nbf`. Default: 0. */
  readonly leeway?: number;
  /** Adds `nbf`, the time of issue plus this many seconds (`true`: 0). Default: `false`. */
  readonly notBefore?: boolean | number;
  /** More members for the JWS header; `alg`, `kid`, `typ` and `crit` are not to be set. Default: none. */
  readonly header?: Readonly<Record<string, string | number | boolean>>;
}

/** Claims that are the library's own: the `claims` option must not answer with one of these. */
export const reservedClaims: readonly string[] = 'sub email sid iat exp jti gen iss aud nbf'.split(' ');

/** What every token of ours claims, whichever type it has. */
export interface SessionClaims extends TokenClaims {
  /** The generation of the session that it was made for: 1 at login, one more at each refresh. */
  readonly gen: number;
}

/** What a verification found out. */
export type Verified =
  | { readonly ok: true; readonly claims: SessionClaims }
  | { readonly ok: false; readonly failure: 'malformed' | 'invalid' }
  /** The signature is ours; only the time is over, or has not come (`nbf`). */
  | { readonly ok: false; readonly failure: 'expired' | 'early'; readonly claims: SessionClaims };

/** Signs and verifies the two types of token. */
export interface Tokens {
  /** Signs the claims, and `iss`, `aud` and `nbf` where they are configured, with the first key. */
  sign(type: TokenType, claims: SessionClaims): Promise<string>;
  /**
   * Verifies with the key that `kid` names; white space around the token does not matter. Rejects only where the keys
   * cannot be loaded.
   */
  verify(type: TokenType, token: unknown): Promise<Verified>;
}

/** Verified access tokens that are remembered. A token is about 0.5 kB, so this is at most some 10 MB. */
const rememberedTokens = 10_000;
/** Longer text is no token of ours; it is refused before it is decoded. */
const maxTokenLength = 16_384;

// An empty signature is well-formed: that is what an unsecured JWS has (RFC 7515, appendix A.5).
const compactJws = /^[\w-]+\.[\w-]+\.[\w-]*$/;

const isSessionClaims = (payload: JWTPayload): payload is JWTPayload & SessionClaims =>
  Number.isInteger(payload.gen) &&
  [payload.sub, payload.email, payload.sid, payload.jti].every((claim) => typeof claim === 'string') &&
  typeof payload.iat === 'number' &&
  typeof payload.exp === 'number';

const readKid = (token: string): string | undefined | null => {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return null;
  }
};

const failed = (error: unknown): Verified => {
  // jose compares `exp` last, so whatever has expired was in order otherwise.
  if (error instanceof errors.JWTExpired && isSessionClaims(error.payload)) {
    return { ok: false, failure: 'expired', claims: error.payload };
  }
  const early = error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf';
  if (early && isSessionClaims(error.payload)) return { ok: false, failure: 'early', claims: error.payload };
  const unreadable = error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid;
  return { ok: false, failure: unreadable ? 'malformed' : 'invalid' };
};

const verifyWith = async (
  pair: KeyPair,
  type: TokenType,
  token: string,
  options: JwtOptions,
  clock: Clock,
) => {
  const { payload } = await jwtVerify(token, pair.publicKey, {
    // Only the algorithm of the key that `kid` names (RFC 8725, section 3.1): no `none`, no HMAC with a public key.
    algorithms: [pair.alg],
    typ: type,
    clockTolerance: options.leeway ?? 0,
    currentDate: new Date(clock()),
    ...(options.issuer !== undefined && { issuer: options.issuer }),
    ...(options.audience !== undefined && { audience: [options.audience].flat() as string[] }),
  });
  return payload;
};

const signWith = (key: CryptoKey, header: { alg: string; kid: string; typ: string }, claims: JWTPayload) =>
  new SignJWT(claims).setProtectedHeader(header).sign(key);

const standardClaims = (options: JwtOptions, issuedAt: number): JWTPayload => ({
  ...(options.issuer !== undefined && { iss: options.issuer }),
  ...(options.audience !== undefined && { aud: options.audience as string | string[] }),
  ...(options.notBefore !== undefined &&
    options.notBefore !== false && { nbf: issuedAt + (options.notBefore === true ? 0 : options.notBefore) }),
});

/** What comes out of JSON, frozen through and through: all requests with one token share its claims. */
const freeze = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};

/** @param openKeyring - answers the keyring; asked on every call, so it should remember it */
export const createTokens = (
  openKeyring: () => Promise<Keyring>,
  options: JwtOptions,
  clock: Clock,
): Tokens => {
  const remembered = new LRUCache<string, SessionClaims>({ max: rememberedTokens });
  const leeway = options.leeway ?? 0;

  const verify = async (type: TokenType, token: string): Promise<Verified> => {
    if (token.length > maxTokenLength || !compactJws.test(token)) return { ok: false, failure: 'malformed' };
    const kid = readKid(token);
    if (kid === null) return { ok: false, failure: 'malformed' };
    const pair = (await openKeyring()).find(kid);
    if (!pair) return { ok: false, failure: 'invalid' };
    try {
      const claims = await verifyWith(pair, type, token, options, clock);
      return isSessionClaims(claims) ? { ok: true, claims } : { ok: false, failure: 'invalid' };
    } catch (error) {
      return failed(error);
    }
  };

  return {
    async sign(type, claims) {
      const { signer } = await openKeyring();
      const header = { ...options.header, alg: signer.alg, kid: signer.kid, typ: type };
      const payload = { ...claims, ...standardClaims(options, claims.iat) };
      const token = await signWith(signer.privateKey, header, payload);
      // It would be refused unread when it comes back.
      if (token.length > maxTokenLength) {
        throw new TypeError(`claims must be few enough for a token of ${maxTokenLength} characters`);
      }
      return token;
    },
    async verify(type, input) {
      if (typeof input !== 'string') return { ok: false, failure: 'malformed' };
      // A token from a file or a terminal has a line break behind it.
      const token = input.trim();
      if (type !== 'at+jwt') return verify(type, token);
      const known = remembered.get(token);
      if (known) {
        // The signature cannot change, the time does.
        const expired = known.exp + leeway <= Math.floor(clock() / 1000);
        return expired ? { ok: false, failure: 'expired', claims: known } : { ok: true, claims: known };
      }
      const verified = await verify(type, token);
      if (verified.ok) remembered.set(token, freeze(verified.claims));
      return verified;
    },
  };
};
