import type { ParsedCaller } from '../core/caller.js';
import { endOneSession, type OwnedSession } from './end-one-session.js';
import { isSessionId } from './issue-tokens.js';
import { parseIdentity } from './parse-identity.js';
import type { ServiceParts } from './service-parts.js';

/**
 * Ends the session of a refresh token whose signature is ours; the time does not matter.
 *
 * @param kept - the id of a session that goes on, if the token is one of its own
 * @returns the session, or null where none has ended
 */
export const endByToken = async (
  parts: ServiceParts,
  token: string,
  { ip }: ParsedCaller,
  reason: 'logout' | 'login',
  kept?: string,
): Promise<OwnedSession | null> => {
  if (parts.settings.sessions === 'stateless') return null;
  const verified = await parts.tokens.verify('rt+jwt', token);
  if (!verified.ok && !('claims' in verified)) return null;
  const { sub, sid } = verified.claims;
  if (sid === kept) return null;
  const owned = { identity: sub, session: sid };
  return (await endOneSession(parts, owned, ip, reason)) ? owned : null;
};

/** Logs out by a refresh token, and says nothing about whether it had a session. */
export const logout = async (parts: ServiceParts, token: string, caller: ParsedCaller): Promise<true> => {
  await endByToken(parts, token, caller, 'logout');
  return true;
};

/** Ends one session of an identity, and answers whether there was one. */
export const endSession = async (
  parts: ServiceParts,
  input: string,
  session: string,
  { ip }: ParsedCaller,
): Promise<boolean> => {
  const identity = parseIdentity(parts.settings, input);
  // A stranger's text is no key.
  return isSessionId(session) && endOneSession(parts, { identity, session }, ip, 'logout');
};

/** Ends all sessions of an identity. */
export const logoutEverywhere = async (
  { settings, secret, store, emit }: ServiceParts,
  input: string,
  { ip }: ParsedCaller,
): Promise<number> => {
  const identity = parseIdentity(settings, input);
  const owner = secret.identityNames(identity);
  const ended = await store.revoke({ now: settings.clock(), owner, session: null });
  if (ended > 0) emit({ type: 'session.ended', ip, identity, reason: 'logout-everywhere' });
  return ended;
};
