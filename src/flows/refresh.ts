import type { IdentityNames } from '../code/secret.js';
import type { ParsedCaller } from '../core/caller.js';
import { AuthError, type RefreshFailure } from '../core/errors.js';
import type { RotateResult, Updates } from '../store/session-steps.js';
import type { AuthTokens } from '../token/auth-tokens.js';
import type { SessionClaims } from '../token/token.js';
import { askClaims } from './ask-claims.js';
import { issueTokens } from './issue-tokens.js';
import { readQuestion } from './read-question.js';
import { reportReuse } from './report-reuse.js';
import type { ServiceParts } from './service-parts.js';

const refused = (reason: RefreshFailure) => new AuthError('INVALID_REFRESH_TOKEN', { reason });

const readToken = async ({ tokens }: ServiceParts, token: string): Promise<SessionClaims> => {
  const verified = await tokens.verify('rt+jwt', token);
  if (!verified.ok) throw refused(verified.failure === 'expired' ? 'expired' : 'invalid');
  return verified.claims;
};

/** `claims` says no: the session ends. */
const revoke = async (
  parts: ServiceParts,
  { sub, sid }: SessionClaims,
  ip: string | null,
  owner: IdentityNames,
) => {
  const ended = await parts.store.revoke({ now: parts.settings.clock(), owner, session: sid });
  if (ended > 0) {
    parts.emit({ type: 'session.ended', ip, identity: sub, session: sid, reason: 'revoked' });
  }
  return refused('revoked');
};

/** Without sessions in the cache, the token itself says all there is to know. */
const statelessResult = ({ gen, iat, exp }: SessionClaims): RotateResult => ({
  outcome: 'current',
  generation: gen,
  rotatedAt: iat * 1000,
  expiresAt: exp * 1000,
  updates: {},
});

/** What becomes of the session: it moves on, or stays as it is where refresh tokens do not rotate. */
const moveOn = (
  { settings, store }: ServiceParts,
  claims: SessionClaims,
  owner: IdentityNames,
  updates: Updates,
): Promise<RotateResult> | RotateResult => {
  if (settings.sessions === 'stateless') return statelessResult(claims);
  const { refreshToken, slide } = settings;
  return store.rotate({
    now: settings.clock(),
    owner,
    session: claims.sid,
    generation: claims.gen,
    grace: refreshToken.reuseGrace * 1000,
    makesNext: refreshToken.rotate,
    usesAreNoted: settings.accessToken.checkSession,
    slide: slide && { lifetime: slide.lifetime * 1000, maxLifetime: slide.maxLifetime * 1000 },
    updates,
  });
};

/** What was changed in mid-session stands over what the `claims` option says. */
const withUpdates = <Extra extends object>(
  { settings }: ServiceParts<Extra>,
  extra: Extra,
  updates: Updates,
): Extra => {
  const changed = Object.entries(updates)
    .filter(([name]) => settings.updatableClaims.includes(name))
    .map(([name, json]) => [name, JSON.parse(json) as unknown]);
  return { ...extra, ...Object.fromEntries(changed) };
};

/** Moves the session on. */
const begin = async (
  parts: ServiceParts,
  claims: SessionClaims,
  owner: IdentityNames,
  { ip, updates }: { readonly ip: string | null; readonly updates: Updates },
): Promise<Extract<RotateResult, { readonly outcome: 'current' }>> => {
  const result = await moveOn(parts, claims, owner, updates);
  if (result.outcome === 'current') return result;
  if (result.outcome === 'gone') throw refused('revoked');
  reportReuse(parts, claims, ip);
  throw refused('reused');
};

/**
 * Later than the grace after this generation was made, somebody with the same token may have been given the next one:
 * then this one is void, and whoever used it would end the session. It may have been made long before `claims` was asked,
 * for a caller who came first and got no answer.
 */
const requireGood = async (
  { settings, store }: ServiceParts,
  session: string,
  { generation, rotatedAt, given }: Extract<RotateResult, { readonly outcome: 'current' }>,
  began: number,
): Promise<void> => {
  const now = settings.clock();
  const since = given ? rotatedAt : began;
  if (settings.sessions === 'stateless' || now - since <= settings.refreshToken.reuseGrace * 1000) return;
  const seen = await store.alive({ now, session, generation });
  if (seen === 'gone') throw refused('revoked');
  if (seen === 'void') throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 });
};

/** S6: what came to nothing costs no generation. Where the cache is away too, it counts as an answer that was lost. */
const withdraw = async (
  { settings, store }: ServiceParts,
  { sid }: SessionClaims,
  owner: IdentityNames,
  result: Extract<RotateResult, { readonly outcome: 'current' }>,
): Promise<void> => {
  const { generation, given = false, change = null } = result;
  if (!given && change === null) return;
  const step = { now: settings.clock(), owner, session: sid, generation, given, change };
  await store.withdraw(step).catch(() => {});
};

/**
 * Swaps a refresh token for the tokens of the next generation, noting changed claims. The session moves on first, so that
 * `claims` is not asked about one that has ended, and a theft is noticed while `claims` fails.
 */
export const refresh = async <Extra extends object>(
  parts: ServiceParts<Extra>,
  token: string,
  caller: ParsedCaller,
  updates: Updates = {},
): Promise<AuthTokens<Extra>> => {
  const { ip } = caller;
  const question = { ...readQuestion(parts.settings.mail.chooseLocale, caller), args: {} };
  const claims = await readToken(parts, token);
  const owner = parts.secret.identityNames(claims.sub);
  const began = parts.settings.clock();
  const result = await begin(parts, claims, owner, { ip, updates });
  try {
    const extra = await askClaims(parts, claims.sub, { phase: 'refresh', ...question, claims });
    if (extra === null) throw await revoke(parts, claims, ip, owner);
    const beganAt = claims.auth_time === undefined ? undefined : claims.auth_time * 1000;
    const session = { ...result, id: claims.sid, identity: claims.sub, beganAt };
    const tokens = await issueTokens(parts, session, withUpdates(parts, extra, result.updates));
    await requireGood(parts, claims.sid, result, began);
    parts.emit({ type: 'token.refreshed', ip, identity: claims.sub, session: claims.sid });
    return tokens;
  } catch (error) {
    await withdraw(parts, claims, owner, result);
    throw error;
  }
};
