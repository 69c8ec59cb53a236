import { randomBytes } from 'node:crypto';
import type { AuthTokens } from '../email-auth.js';
import type { Claims } from '../token/auth-state.js';
import { deepFreeze } from '../token/deep-freeze.js';
import type { ServiceParts } from './service-parts.js';

/** A generation of a session, in milliseconds since 1970. */
export interface SessionGeneration {
  readonly id: string;
  readonly identity: string;
  readonly generation: number;
  readonly rotatedAt: number;
  readonly expiresAt: number;
}

const inSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** 128 random bits, for ids of sessions and tokens. */
export const randomId = (): string => randomBytes(16).toString('base64url');

/** Whether a text can be the id of a session. */
export const isSessionId = (text: string): boolean => /^[\w-]{22}$/.test(text);

const whoOf = ({ id, identity, generation }: SessionGeneration) => ({
  sub: identity,
  email: identity,
  sid: id,
  gen: generation,
});

/** What the access token of a generation claims. */
const accessClaims = <Extra extends object>(
  { settings }: ServiceParts<Extra>,
  session: SessionGeneration,
  extra: Extra,
): Claims<Extra> & { readonly gen: number } => {
  const now = inSeconds(settings.clock());
  return {
    ...extra,
    ...whoOf(session),
    iat: now,
    // S3: no token outlives its session.
    exp: Math.min(now + settings.accessToken.lifetime, inSeconds(session.expiresAt)),
    jti: randomId(),
  };
};

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
  const session = { id: randomId(), identity, generation, rotatedAt: expiresAt, expiresAt };
  return parts.tokens.assertFits('at+jwt', accessClaims(parts, session, extra));
};

/** Signs the pair of tokens of a generation. */
export const issueTokens = async <Extra extends object>(
  parts: ServiceParts<Extra>,
  session: SessionGeneration,
  extra: Extra,
): Promise<AuthTokens<Extra>> => {
  const claims = accessClaims(parts, session, extra);
  const sessionEnd = inSeconds(session.expiresAt);
  const [accessToken, refreshToken] = await Promise.all([
    parts.tokens.sign('at+jwt', claims),
    // Nothing in it is random: all callers of one generation get the same token, to the letter.
    parts.tokens.sign('rt+jwt', {
      ...whoOf(session),
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
