import { randomBytes } from 'node:crypto';
import type { Claims } from '../token/auth-state.js';
import type { AuthTokens } from '../token/auth-tokens.js';
import { deepFreeze } from '../token/deep-freeze.js';
import type { ServiceParts } from './service-parts.js';

/** A generation of a session, in milliseconds since 1970. */
export interface SessionGeneration {
  readonly id: string;
  readonly identity: string;
  readonly generation: number;
  readonly rotatedAt: number;
  readonly expiresAt: number;
  /** When its session began. Undefined at a refresh without a profile, since no token says it then. */
  readonly beganAt: number | undefined;
}

const inSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** 128 random bits, for ids of sessions and tokens. */
export const randomId = (): string => randomBytes(16).toString('base64url');

/** Whether a text can be the id of a session. */
export const isSessionId = (text: string): boolean => /^[\w-]{22}$/.test(text);

/** RFC 9068, section 2.2.1: the same in all tokens of a session. It travels in them, as there may be none in the cache. */
const authTime = ({ settings }: ServiceParts, { beganAt }: SessionGeneration): object =>
  settings.jwt.profile !== undefined && beganAt !== undefined ? { auth_time: inSeconds(beganAt) } : {};

const whoOf = (parts: ServiceParts, session: SessionGeneration) => ({
  sub: session.identity,
  email: session.identity,
  sid: session.id,
  gen: session.generation,
  ...authTime(parts, session),
});

/** What the access token of a generation claims. */
const accessClaims = <Extra extends object>(
  parts: ServiceParts<Extra>,
  session: SessionGeneration,
  extra: Extra,
  jti: string,
): Claims<Extra> & { readonly gen: number } => {
  const { settings } = parts;
  const now = inSeconds(settings.clock());
  return {
    ...extra,
    ...whoOf(parts, session),
    iat: now,
    // S3: no token outlives its session.
    exp: Math.min(now + settings.accessToken.lifetime, inSeconds(session.expiresAt)),
    jti,
  };
};

/** As long as every id. */
const someId = 'A'.repeat(22);

/**
 * Finds out whether an identity's claims fit into an access token of any generation, before a session is made or
 * rotated for them.
 *
 * @throws {TypeError} where the token would be too long
 */
export const assertFits = <Extra extends object>(
  parts: ServiceParts<Extra>,
  identity: string,
  extra: Extra,
): Promise<void> => {
  const generation = Number.MAX_SAFE_INTEGER;
  const expiresAt = parts.settings.clock();
  const session = {
    id: someId,
    identity,
    generation,
    rotatedAt: expiresAt,
    expiresAt,
    beganAt: expiresAt,
  };
  return parts.tokens.assertFits('at+jwt', accessClaims(parts, session, extra, someId));
};

/** Signs the pair of tokens of a generation. */
export const issueTokens = async <Extra extends object>(
  parts: ServiceParts<Extra>,
  session: SessionGeneration,
  extra: Extra,
): Promise<AuthTokens<Extra>> => {
  const claims = accessClaims(parts, session, extra, randomId());
  const sessionEnd = inSeconds(session.expiresAt);
  const [accessToken, refreshToken] = await Promise.all([
    parts.tokens.sign('at+jwt', claims),
    // Nothing in it is random: all callers of one generation get the same token, to the letter.
    parts.tokens.sign('rt+jwt', {
      ...whoOf(parts, session),
      iat: inSeconds(session.rotatedAt),
      exp: sessionEnd,
      jti: `${session.id}.${session.generation}`,
    }),
  ]);
  return {
    accessToken,
    expiresIn: claims.exp - claims.iat,
    refreshToken,
    refreshExpiresIn: sessionEnd - claims.iat,
    claims: deepFreeze(claims),
  };
};
