import type { Caller } from '../core/caller.js';
import { AuthError, type RefreshFailure } from '../core/errors.js';
import type { SessionClaims } from '../core/token.js';
import type { AuthTokens } from '../email-auth.js';
import type { IdentityKeys } from '../store/port.js';
import { askClaims } from './ask-claims.js';
import { issueTokens } from './issue-tokens.js';
import { ipOf } from './parse-caller.js';
import type { Parts } from './parts.js';

const refused = (reason: RefreshFailure) => new AuthError('INVALID_REFRESH_TOKEN', { reason });

interface RefreshClaims {
  readonly sub: string;
  readonly sid: string;
  readonly gen: number;
}

const isRefreshClaims = (claims: SessionClaims): claims is SessionClaims & RefreshClaims =>
  Number.isInteger(claims.gen);

const readToken = async ({ tokens }: Parts, token: string): Promise<RefreshClaims> => {
  const verified = await tokens.verify('rt+jwt', token);
  if (!verified.ok) throw refused(verified.failure === 'expired' ? 'expired' : 'invalid');
  if (!isRefreshClaims(verified.claims)) throw refused('invalid');
  return verified.claims;
};

/** `claims` says no: the session ends. */
const revoke = async (
  parts: Parts,
  { sub, sid }: RefreshClaims,
  ip: string | null,
  identity: IdentityKeys,
) => {
  const ended = await parts.store.revoke({ now: parts.settings.clock(), identity, session: sid });
  if (ended > 0) {
    parts.emit({ type: 'session.ended', ip, identity: sub, session: sid, reason: 'revoked' });
  }
  return refused('revoked');
};

const reportReuse = ({ emit }: Parts, { sub, sid }: RefreshClaims, ip: string | null): void => {
  emit({ type: 'token.reused', ip, identity: sub, session: sid });
  emit({ type: 'session.ended', ip, identity: sub, session: sid, reason: 'reused' });
};

/**
 * Swaps a refresh token for the tokens of the next generation. `claims` is asked first, so that its outage costs no
 * generation.
 */
export const refresh = async <Extra extends object>(
  parts: Parts<Extra>,
  token: string,
  caller: Caller,
): Promise<AuthTokens<Extra>> => {
  const { settings, secret, store, emit } = parts;
  const claims = await readToken(parts, token);
  const ip = ipOf(caller);
  const identity = secret.identityKeys(claims.sub);
  const extra = await askClaims(parts, claims.sub, { phase: 'refresh', ip });
  if (extra === null) throw await revoke(parts, claims, ip, identity);
  const result = await store.rotate({
    now: settings.clock(),
    identity,
    session: claims.sid,
    generation: claims.gen,
    grace: settings.refreshToken.reuseGrace * 1000,
    rotate: settings.refreshToken.rotate,
    slide: null,
    notes: {},
  });
  if (result.outcome === 'gone') throw refused('revoked');
  if (result.outcome === 'reused') {
    reportReuse(parts, claims, ip);
    throw refused('reused');
  }
  const session = { ...result, id: claims.sid, identity: claims.sub };
  const tokens = await issueTokens(parts, session, extra);
  emit({ type: 'token.refreshed', ip, identity: claims.sub, session: claims.sid });
  return tokens;
};
