import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../core/clock.js';
import { mistake } from '../core/mistake.js';
import type { TokenClaims } from './auth-state.js';
import { compactLength, isCompactJws, maxTokenLength, readKid } from './compact-jws.js';
import { deepFreeze } from './deep-freeze.js';
import type { JwtSettings } from './jwt-options.js';
import type { KeyPair, Keyring } from './keyring.js';
import { createRememberedTokens } from './remembered-tokens.js';

/** `typ` of the JWS header: it keeps one kind of token from being used as the other (RFC 8725, section 3.11). */
export type TokenType = 'at+jwt' | 'rt+jwt';

/** What every token of ours claims, whichever type it has. */
export interface SessionClaims extends TokenClaims {
  /** The generation of the session that it was made for: 1 at login, one more at each refresh. */
  readonly gen: number;
}

/** What a verification found out. The claims are frozen through and through: requests share them. */
export type Verified =
  | { readonly ok: true; readonly claims: SessionClaims }
  | { readonly ok: false; readonly failure: 'malformed' | 'invalid' }
  /** The signature is ours; only the time is over, or has not come (`nbf`). */
  | { readonly ok: false; readonly failure: 'expired' | 'early'; readonly claims: SessionClaims };

/** Signs and verifies the two types of token. */
export interface Tokens {
  /**
   * Signs the claims, and `iss`, `aud` and `nbf` where they are configured, with the first key.
   *
   * @throws {TypeError} where the token would be too long
   */
  sign(type: TokenType, claims: SessionClaims): Promise<string>;
  /**
   * Finds out whether these claims fit into a token, without signing it.
   *
   * @throws {TypeError} where the token would be too long
   */
  assertFits(type: TokenType, claims: SessionClaims): Promise<void>;
  /**
   * Verifies with the key that `kid` names; white space around the token does not matter. Rejects only where the keys
   * cannot be loaded.
   */
  verify(type: TokenType, token: unknown): Promise<Verified>;
}

/** Generations count from 1. */
const isGeneration = (gen: unknown): gen is number => Number.isSafeInteger(gen) && Number(gen) >= 1;

const isSessionClaims = (payload: JWTPayload): payload is JWTPayload & SessionClaims =>
  [payload.sub, payload.email, payload.sid, payload.jti].every((claim) => typeof claim === 'string') &&
  typeof payload.iat === 'number' &&
  typeof payload.exp === 'number' &&
  isGeneration(payload.gen);

const failed = (error: unknown): Verified => {
  // jose compares `exp` last, so whatever has expired was in order otherwise.
  if (error instanceof errors.JWTExpired && isSessionClaims(error.payload)) {
    return { ok: false, failure: 'expired', claims: deepFreeze(error.payload) };
  }
  const early = error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf';
  if (early && isSessionClaims(error.payload)) {
    return { ok: false, failure: 'early', claims: deepFreeze(error.payload) };
  }
  const unreadable = error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid;
  return { ok: false, failure: unreadable ? 'malformed' : 'invalid' };
};

const verifyWith = async (
  pair: KeyPair,
  type: TokenType,
  token: string,
  options: JwtSettings,
  clock: Clock,
) => {
  const { payload } = await jwtVerify(token, pair.publicKey, {
    // T1: only the algorithm of the key that `kid` names (RFC 8725, section 3.1): no `none`, no HMAC with a public key.
    algorithms: [...pair.names],
    typ: type,
    clockTolerance: options.leeway,
    currentDate: new Date(clock()),
    ...(options.issuer !== undefined && { issuer: options.issuer }),
    ...(options.audience !== undefined && { audience: [options.audience].flat() as string[] }),
  });
  return payload;
};

const standardClaims = (options: JwtSettings, issuedAt: number): JWTPayload => ({
  ...(options.issuer !== undefined && { iss: options.issuer }),
  ...(options.audience !== undefined && { aud: options.audience as string | string[] }),
  ...(options.notBefore !== false && {
    nbf: issuedAt + (options.notBefore === true ? 0 : options.notBefore),
  }),
});

/** What will be signed, and with which key. */
const draft = (pair: KeyPair, type: TokenType, claims: SessionClaims, options: JwtSettings) => {
  const header = { ...options.header, alg: pair.alg, kid: pair.kid, typ: type };
  const payload: JWTPayload = { ...claims, ...standardClaims(options, claims.iat) };
  if (compactLength(header, payload, pair.signatureBytes) > maxTokenLength) {
    throw mistake(`claims must be few enough for a token of ${maxTokenLength} characters`);
  }
  return { header, payload };
};

/** @param openKeyring - answers the keyring; asked on every call, so it should remember it */
export const createTokens = (
  openKeyring: () => Promise<Keyring>,
  options: JwtSettings,
  clock: Clock,
): Tokens => {
  const remembered = createRememberedTokens<SessionClaims>();
  const { leeway } = options;

  const verify = async (type: TokenType, token: string): Promise<Verified> => {
    const kid = readKid(token);
    if (kid === null) return { ok: false, failure: 'malformed' };
    const pair = (await openKeyring()).find(kid);
    if (!pair) return { ok: false, failure: 'invalid' };
    try {
      const claims = await verifyWith(pair, type, token, options, clock);
      // T3: all requests with this token share the claims, so none may change them.
      return isSessionClaims(claims)
        ? { ok: true, claims: deepFreeze(claims) }
        : { ok: false, failure: 'invalid' };
    } catch (error) {
      return failed(error);
    }
  };

  const recall = (claims: SessionClaims): Verified => {
    // T2: the signature cannot change, the time does. Written so that a clock without an answer means no.
    const valid = claims.exp + leeway > Math.floor(clock() / 1000);
    return valid ? { ok: true, claims } : { ok: false, failure: 'expired', claims };
  };

  return {
    async sign(type, claims) {
      const { signer } = await openKeyring();
      const { header, payload } = draft(signer, type, claims, options);
      return new SignJWT(payload).setProtectedHeader(header).sign(signer.privateKey);
    },
    async assertFits(type, claims) {
      draft((await openKeyring()).signer, type, claims, options);
    },
    async verify(type, input) {
      // A token from a file or a terminal has a line break behind it.
      const token = typeof input === 'string' ? input.trim() : '';
      // Only what has passed the check below is remembered, so a look comes first: it is most of what a request costs.
      const known = type === 'at+jwt' && token.length <= maxTokenLength ? remembered.get(token) : undefined;
      if (known) return recall(known);
      if (!isCompactJws(token)) return { ok: false, failure: 'malformed' };
      const verified = await verify(type, token);
      if (verified.ok && type === 'at+jwt') remembered.set(token, verified.claims);
      return verified;
    },
  };
};
