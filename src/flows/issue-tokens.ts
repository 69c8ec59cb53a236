import { randomBytes } from 'node:crypto';
import type { Claims } from '../core/auth-state.js';
import type { SessionClaims } from '../core/token.js';
import type { AuthTokens } from '../email-auth.js';
import type { Parts } from './parts.js';

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

/** Signs the pair of tokens of a generation. */
export const issueTokens = async <Extra extends object>(
  { settings, tokens }: Parts<Extra>,
  session: SessionGeneration,
  extra: Extra,
): Promise<AuthTokens<Extra>> => {
  const now = inSeconds(settings.clock());
  const sessionEnd = inSeconds(session.expiresAt);
  const who = {
    ...{ sub: session.identity, email: session.identity },
    ...{ sid: session.id, gen: session.generation },
  };
  const claims: Claims<Extra> & SessionClaims = {
    ...extra,
    ...who,
    iat: now,
    exp: Math.min(now + settings.accessToken.lifetime, sessionEnd),
    jti: randomId(),
  };
  const [accessToken, refreshToken] = await Promise.all([
    tokens.sign('at+jwt', claims),
    // Nothing in it is random: all callers of one generation get the same token, to the letter.
    tokens.sign('rt+jwt', {
      ...who,
      iat: inSeconds(session.rotatedAt),
      exp: sessionEnd,
      jti: `${session.id}.${session.generation}`,
    }),
  ]);
  return {
    accessToken,
    expiresIn: claims.exp - now,
    refreshToken,
    refreshExpiresIn: sessionEnd - now,
    claims,
  };
};
