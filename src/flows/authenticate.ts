import type { ParsedCaller } from '../core/caller.js';
import { readOncePerRun } from '../core/clock.js';
import type { AuthFailure } from '../core/errors.js';
import { type AuthState, type Claims, createAuthState } from '../token/auth-state.js';
import { missingClaim } from '../token/claims.js';
import type { SocketToken } from '../token/socket-token.js';
import type { SessionClaims } from '../token/token.js';
import { reportReuse } from './report-reuse.js';
import type { ClosedParts, OpenParts, ServiceParts } from './service-parts.js';

type Finding =
  | {
      readonly claims: SessionClaims;
      readonly failure: null;
      /** Asks about the session later, with the claims as they are by then. */
      readonly isAlive: (latest: SessionClaims) => Promise<boolean>;
    }
  | { readonly claims: null; readonly failure: AuthFailure };

const no = (failure: AuthFailure): Finding => ({ claims: null, failure });

/** S4: whether the session of a token is alive. Notes the first use of its generation (S1). */
const isAlive = async (parts: ServiceParts, claims: SessionClaims, ip: string | null): Promise<boolean> => {
  const { store, settings, secret } = parts;
  const step = { now: settings.clock(), session: claims.sid, generation: claims.gen };
  const seen = await store.alive(step);
  if (seen === 'alive' || seen === 'gone') return seen === 'alive';
  const result = await store.present({ ...step, owner: secret.identityNames(claims.sub) });
  if (result === 'reused') reportReuse(parts, claims, ip);
  return result === 'alive';
};

/**
 * Finds out what an access token comes to.
 *
 * @param isWanted - asked about the claims before the cache is; where it says no, the token is invalid
 */
export const examine = async (
  open: OpenParts,
  token: string | null,
  ip: string | null,
  isWanted: (claims: SessionClaims) => boolean = () => true,
): Promise<Finding> => {
  if (token === null) return no('missing');
  const parts = await open();
  const verified = await parts.tokens.verify('at+jwt', token);
  if (!verified.ok) return no(verified.failure === 'early' ? 'invalid' : verified.failure);
  const { claims } = verified;
  if (!isWanted(claims)) return no('invalid');
  // Made before the claim was promised. It counts as no use of its generation: its client is to refresh.
  if (missingClaim(claims, parts.settings.expectedClaims) !== undefined) return no('invalid');
  const isStillAlive = (latest: SessionClaims) => isAlive(parts, latest, ip);
  if (parts.settings.accessToken.checkSession && !(await isStillAlive(claims))) return no('revoked');
  return { claims, failure: null, isAlive: isStillAlive };
};

/** A browser drops the cookie of an access token when that expires, and keeps the other one: so it is to refresh. */
const seenWith = (failure: AuthFailure | null, { cookies }: ParsedCaller): AuthFailure | null =>
  failure === 'missing' && cookies?.refreshToken != null ? 'expired' : failure;

/**
 * Resolves an access token to the state of a request. Never rejects. O1: whatever cannot be found out means no.
 *
 * @param socket - whose renewals the state follows
 */
export const authenticate = async <Extra extends object>(
  service: ClosedParts<Extra>,
  open: OpenParts<Extra>,
  token: string | null,
  caller: ParsedCaller,
  socket?: SocketToken<Claims<Extra>>,
): Promise<AuthState<Extra>> => {
  const { clock, jwt, messageFor, httpStatus, accessToken } = service.settings;
  const finding = await examine(open, token, caller.ip).catch(() => no('unavailable'));
  // The signature says that these are the claims that issueTokens was given.
  const claims = finding.claims as unknown as Claims<Extra> | null;
  const isFollowed = accessToken.checkSession && finding.failure === null;
  return createAuthState<Extra>(
    { token: token || null, claims, failure: seenWith(finding.failure, caller) },
    {
      service,
      clock: readOncePerRun(clock),
      leeway: jwt.leeway,
      presentation: { messageFor, httpStatus },
      caller,
      socket,
      // So do those of a token that has renewed this one.
      isAlive: isFollowed ? (latest: object) => finding.isAlive(latest as SessionClaims) : undefined,
    },
  );
};
