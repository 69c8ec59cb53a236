import type { ParsedCaller } from '../core/caller.js';
import type { AuthFailure } from '../core/errors.js';
import { type AuthState, type Claims, createAuthState } from '../token/auth-state.js';
import { missingClaim } from '../token/claims.js';
import type { SessionClaims } from '../token/token.js';
import { reportReuse } from './report-reuse.js';
import type { ServiceParts } from './service-parts.js';

type Finding =
  | { readonly claims: SessionClaims; readonly failure: null }
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

const examine = async (parts: ServiceParts, token: string | null, ip: string | null): Promise<Finding> => {
  if (token === null) return no('missing');
  const verified = await parts.tokens.verify('at+jwt', token);
  if (!verified.ok) return no(verified.failure === 'early' ? 'invalid' : verified.failure);
  const { claims } = verified;
  // Made before the claim was promised. It counts as no use of its generation: its client is to refresh.
  if (missingClaim(claims, parts.settings.expectedClaims) !== undefined) return no('invalid');
  if (parts.settings.accessToken.checkSession && !(await isAlive(parts, claims, ip))) return no('revoked');
  return { claims, failure: null };
};

/** Resolves an access token to the state of a request. Never rejects. O1: whatever cannot be found out means no. */
export const authenticate = async <Extra extends object>(
  parts: ServiceParts<Extra>,
  token: string | null,
  caller: ParsedCaller,
): Promise<AuthState<Extra>> => {
  const { clock, jwt, messages, httpStatus, accessToken } = parts.settings;
  const { ip } = caller;
  const finding = await examine(parts, token, ip).catch(() => no('unavailable'));
  const { claims: verified, failure } = finding;
  // The signature says that these are the claims that issueTokens was given.
  const claims = verified as unknown as Claims<Extra> | null;
  return createAuthState<Extra>(
    { token: token || null, claims, failure },
    {
      clock,
      leeway: jwt.leeway,
      presentation: { messages, httpStatus },
      caller,
      ...(accessToken.checkSession && verified !== null && { isAlive: () => isAlive(parts, verified, ip) }),
    },
  );
};
