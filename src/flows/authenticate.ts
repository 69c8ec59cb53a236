import { type AuthState, type Claims, createAuthState } from '../core/auth-state.js';
import type { Caller } from '../core/caller.js';
import type { AuthFailure } from '../core/errors.js';
import { ipOf } from './parse-caller.js';
import type { Parts } from './parts.js';

type Finding<Extra extends object> =
  | { readonly claims: Claims<Extra>; readonly failure: null }
  | { readonly claims: null; readonly failure: AuthFailure };

const no = (failure: AuthFailure) => ({ claims: null, failure });

const examine = async <Extra extends object>(
  { tokens, store, settings }: Parts<Extra>,
  token: string | null,
): Promise<Finding<Extra>> => {
  if (token === null) return no('missing');
  const verified = await tokens.verify('at+jwt', token);
  if (!verified.ok) return no(verified.failure === 'early' ? 'invalid' : verified.failure);
  if (settings.accessToken.checkSession) {
    const alive = await store.alive({ now: settings.clock(), session: verified.claims.sid });
    if (!alive) return no('revoked');
  }
  // The signature says that these are the claims that issueTokens was given.
  return { claims: verified.claims as unknown as Claims<Extra>, failure: null };
};

/** Resolves an access token to the state of a request. Never rejects: whatever cannot be found out means no. */
export const authenticate = async <Extra extends object>(
  parts: Parts<Extra>,
  token: string | null,
  caller: Caller,
): Promise<AuthState<Extra>> => {
  const { clock, jwt, messages, httpStatus, accessToken } = parts.settings;
  const finding = await examine(parts, token).catch(() => no('unavailable') as Finding<Extra>);
  const session = finding.claims?.sid;
  return createAuthState<Extra>(
    { ip: ipOf(caller), token: token || null, ...finding },
    {
      clock,
      leeway: jwt.leeway ?? 0,
      presentation: { messages, httpStatus },
      caller,
      ...(accessToken.checkSession &&
        session !== undefined && { isAlive: () => parts.store.alive({ now: clock(), session }) }),
    },
  );
};
