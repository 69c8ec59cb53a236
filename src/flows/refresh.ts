import type { Caller } from '../core/caller.js';
import { AuthError, type RefreshFailure } from '../core/errors.js';
import type { SessionClaims } from '../core/token.js';
import type { AuthTokens } from '../email-auth.js';
import type { IdentityKeys, Notes, RotateResult } from '../store/port.js';
import { askClaims } from './ask-claims.js';
import { issueTokens } from './issue-tokens.js';
import { ipOf } from './parse-caller.js';
import type { Parts } from './parts.js';

const refused = (reason: RefreshFailure) => new AuthError('INVALID_REFRESH_TOKEN', { reason });

interface RefreshClaims extends SessionClaims {
  readonly gen: number;
}

const isRefreshClaims = (claims: SessionClaims): claims is RefreshClaims => Number.isInteger(claims.gen);

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

/** Without sessions in the cache, the token itself says all there is to know. */
const rotateNothing = ({ gen, iat, exp }: RefreshClaims): RotateResult => ({
  outcome: 'current',
  generation: gen,
  rotatedAt: iat * 1000,
  expiresAt: exp * 1000,
  notes: {},
});

const rotate = (
  { settings, store }: Parts,
  claims: RefreshClaims,
  identity: IdentityKeys,
  notes: Notes,
): Promise<RotateResult> | RotateResult => {
  if (settings.sessions === 'stateless') return rotateNothing(claims);
  const { reuseGrace, rotate, sliding, lifetime, maxLifetime } = settings.refreshToken;
  return store.rotate({
    now: settings.clock(),
    identity,
    session: claims.sid,
    generation: claims.gen,
    grace: reuseGrace * 1000,
    rotate,
    slide: sliding ? { lifetime: lifetime * 1000, maxLifetime: maxLifetime * 1000 } : null,
    notes,
  });
};

/** What was changed in mid-session stands over what the `claims` option says. */
const withNotes = <Extra extends object>({ settings }: Parts<Extra>, extra: Extra, notes: Notes): Extra => {
  const changed = Object.entries(notes)
    .filter(([name]) => settings.updatableClaims.includes(name))
    .map(([name, json]) => [name, JSON.parse(json) as unknown]);
  return { ...extra, ...Object.fromEntries(changed) };
};

/**
 * Swaps a refresh token for the tokens of the next generation, noting changed claims. `claims` is asked first, so that
 * its outage costs no generation.
 */
export const refresh = async <Extra extends object>(
  parts: Parts<Extra>,
  token: string,
  caller: Caller,
  changes: Notes = {},
): Promise<AuthTokens<Extra>> => {
  const claims = await readToken(parts, token);
  const ip = ipOf(caller);
  const identity = parts.secret.identityKeys(claims.sub);
  const extra = await askClaims(parts, claims.sub, { phase: 'refresh', ip, claims });
  if (extra === null) throw await revoke(parts, claims, ip, identity);
  const result = await rotate(parts, claims, identity, changes);
  if (result.outcome === 'gone') throw refused('revoked');
  if (result.outcome === 'reused') {
    reportReuse(parts, claims, ip);
    throw refused('reused');
  }
  const session = { ...result, id: claims.sid, identity: claims.sub };
  const tokens = await issueTokens(parts, session, withNotes(parts, extra, result.notes));
  parts.emit({ type: 'token.refreshed', ip, identity: claims.sub, session: claims.sid });
  return tokens;
};
