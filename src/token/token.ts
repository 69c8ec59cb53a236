import type { JWTPayload } from 'jose';
import type { Clock } from '../core/clock.js';
import { mistake } from '../core/mistake.js';
import type { TokenClaims } from './auth-state.js';
import { compactLength, isCompactJws, maxTokenLength, readKid } from './compact-jws.js';
import { deepFreeze } from './deep-freeze.js';
import { isCompactJwe } from './encryption/compact-jwe.js';
import { createEncryption } from './encryption/encryption.js';
import type { JwtSettings } from './jwt-options.js';
import type { KeyPair, Keyring } from './keyring.js';
import { type Jose, loadJose } from './load-jose.js';
import { createRememberedTokens } from './remembered-tokens.js';
import { signCompact } from './sign-compact.js';

/** `typ` of the JWS header: it keeps one kind of token from being used as the other (RFC 8725, section 3.11). */
export type TokenType = 'at+jwt' | 'rt+jwt';

/** What every token of ours claims, whichever type it has. */
export interface SessionClaims extends TokenClaims {
  /** The generation of the session that it was made for: 1 at login, one more at each refresh. */
  readonly gen: number;
  /** When its session began, in seconds since 1970; where a profile wants it. */
  readonly auth_time?: number | undefined;
}

/** What a verification found out. The claims are frozen through and through: requests share them. */
export type Verified =
  | { readonly ok: true; readonly claims: SessionClaims }
  | { readonly ok: false; readonly failure: 'malformed' | 'invalid' }
  /** The signature is ours; only the time is over, or has not come (`nbf`). */
  | { readonly ok: false; readonly failure: 'expired' | 'early'; readonly claims: SessionClaims };

/** Signs and verifies the two types of token, and encrypts them where that is configured. */
export interface Tokens {
  /**
   * Signs the claims, and `iss`, `aud`, `client_id` and `nbf` where they are configured, with the first key.
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

/** RFC 9068, section 2.2. A refresh token has to say when its session began, or the next pair could not. */
const isOfProfile = ({ client_id, auth_time }: JWTPayload, { clientId, profile }: JwtSettings): boolean =>
  (clientId === undefined || client_id === clientId) &&
  (profile === undefined || Number.isSafeInteger(auth_time));

/** What a verified payload has to be, beside what jose looks at. */
type Accepts = (payload: JWTPayload) => payload is JWTPayload & SessionClaims;

const failed = ({ errors }: Jose, error: unknown, accepts: Accepts): Verified => {
  // jose compares `exp` last, so whatever has expired was in order otherwise.
  if (error instanceof errors.JWTExpired && accepts(error.payload)) {
    return { ok: false, failure: 'expired', claims: deepFreeze(error.payload) };
  }
  const early = error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf';
  if (early && accepts(error.payload)) {
    return { ok: false, failure: 'early', claims: deepFreeze(error.payload) };
  }
  const unreadable = error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid;
  return { ok: false, failure: unreadable ? 'malformed' : 'invalid' };
};

const verifyWith = async (
  { jwtVerify }: Jose,
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
  ...(options.clientId !== undefined && { client_id: options.clientId }),
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
  return { header, payload, length: compactLength(header, payload, pair.signatureBytes) };
};

/**
 * @param openKeyring - answers the keyring; asked on every call, so it should remember it. It loads jose, too, and says what
 *   became of that: so it is asked first
 * @param maxLength - characters that a new token may have
 */
export const createTokens = (
  openKeyring: () => Promise<Keyring>,
  options: JwtSettings,
  clock: Clock,
  maxLength = maxTokenLength,
): Tokens => {
  const remembered = createRememberedTokens<SessionClaims>();
  const encryption = createEncryption(options.encryptionKeys);
  const { leeway } = options;

  const prepare = async (type: TokenType, claims: SessionClaims) => {
    const { signer } = await openKeyring();
    const { header, payload, length } = draft(signer, type, claims, options);
    if (encryption.lengthOf(length) > maxLength) {
      throw mistake(`claims must be few enough for a token of ${maxLength} characters`);
    }
    return { signer, header, payload };
  };

  const verify = async (keyring: Keyring, type: TokenType, token: string): Promise<Verified> => {
    const jose = await loadJose();
    const kid = readKid(token, jose.decodeProtectedHeader);
    if (kid === null) return { ok: false, failure: 'malformed' };
    const pair = keyring.find(kid);
    if (!pair) return { ok: false, failure: 'invalid' };
    const accepts: Accepts = (payload): payload is JWTPayload & SessionClaims =>
      isSessionClaims(payload) && isOfProfile(payload, options);
    try {
      const claims = await verifyWith(jose, pair, type, token, options, clock);
      // T3: all requests with this token share the claims, so none may change them.
      return accepts(claims) ? { ok: true, claims: deepFreeze(claims) } : { ok: false, failure: 'invalid' };
    } catch (error) {
      return failed(jose, error, accepts);
    }
  };

  const recall = (claims: SessionClaims): Verified => {
    // T2: the signature cannot change, the time does. Written so that a clock without an answer means no.
    const valid = claims.exp + leeway > Math.floor(clock() / 1000);
    return valid ? { ok: true, claims } : { ok: false, failure: 'expired', claims };
  };

  return {
    async sign(type, claims) {
      const { signer, header, payload } = await prepare(type, claims);
      return encryption.encrypt(await signCompact(signer, header, payload));
    },
    async assertFits(type, claims) {
      await prepare(type, claims);
    },
    async verify(type, input) {
      // A token from a file or a terminal has a line break behind it.
      const token = typeof input === 'string' ? input.trim() : '';
      // Only what has passed the check below is remembered, so a look comes first: it is most of what a request costs.
      const known = type === 'at+jwt' && token.length <= maxTokenLength ? remembered.get(token) : undefined;
      if (known) return recall(known);
      const isEncrypted = isCompactJwe(token);
      if (!isEncrypted && !isCompactJws(token)) return { ok: false, failure: 'malformed' };
      const keyring = await openKeyring();
      const signed = isEncrypted ? await encryption.decrypt(token) : token;
      if (signed === undefined) return { ok: false, failure: 'invalid' };
      // T4: what was encrypted is looked at like what was not.
      if (isEncrypted && !isCompactJws(signed)) return { ok: false, failure: 'malformed' };
      const verified = await verify(keyring, type, signed);
      if (verified.ok && type === 'at+jwt') remembered.set(token, verified.claims);
      return verified;
    },
  };
};
