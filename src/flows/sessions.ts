import type { SessionInfo } from '../email-auth.js';
import { readOrigin } from '../session/origin.js';
import { isSessionId } from './issue-tokens.js';
import { parseIdentity } from './parse-caller.js';
import type { Parts } from './parts.js';

/** Ends the session of a refresh token whose signature is ours; the time does not matter. */
export const logout = async (
  { settings, tokens, secret, store, emit }: Parts,
  token: string,
): Promise<true> => {
  if (settings.sessions === 'stateless') return true;
  const verified = await tokens.verify('rt+jwt', token);
  if (!verified.ok && !('claims' in verified)) return true;
  const { sub, sid } = verified.claims;
  const ended = await store.revoke({
    now: settings.clock(),
    identity: secret.identityKeys(sub),
    session: sid,
  });
  if (ended > 0) emit({ type: 'session.ended', ip: null, identity: sub, session: sid, reason: 'logout' });
  return true;
};

/** Ends one session of an identity, and answers whether there was one. */
export const endSession = async (
  { settings, secret, store, emit }: Parts,
  input: string,
  session: string,
): Promise<boolean> => {
  const identity = parseIdentity(settings, input);
  // A stranger's text is no key.
  if (!isSessionId(session)) return false;
  const keys = secret.identityKeys(identity);
  const ended = await store.revoke({ now: settings.clock(), identity: keys, session });
  if (ended > 0) emit({ type: 'session.ended', ip: null, identity, session, reason: 'logout' });
  return ended > 0;
};

/** Ends all sessions of an identity. */
export const logoutEverywhere = async (
  { settings, secret, store, emit }: Parts,
  input: string,
): Promise<number> => {
  const identity = parseIdentity(settings, input);
  const keys = secret.identityKeys(identity);
  const ended = await store.revoke({ now: settings.clock(), identity: keys, session: null });
  if (ended > 0) emit({ type: 'session.ended', ip: null, identity, reason: 'logout-everywhere' });
  return ended;
};

/** The live sessions of an identity, oldest first. */
export const sessions = async (
  { settings, secret, store }: Parts,
  input: string,
): Promise<readonly SessionInfo[]> => {
  const identity = secret.identityKeys(parseIdentity(settings, input));
  const found = await store.sessions({ now: settings.clock(), identity });
  return found.map(({ id, createdAt, rotatedAt, expiresAt, about }) => ({
    id,
    createdAt: Math.floor(createdAt / 1000),
    refreshedAt: Math.floor(rotatedAt / 1000),
    expiresAt: Math.floor(expiresAt / 1000),
    ...readOrigin(about),
  }));
};
