import { isSessionId } from './issue-tokens.js';
import { parseIdentity } from './parse-identity.js';
import type { ServiceParts } from './service-parts.js';

/** Ends the session of a refresh token whose signature is ours; the time does not matter. */
export const logout = async (
  { settings, tokens, secret, store, emit }: ServiceParts,
  token: string,
): Promise<true> => {
  if (settings.sessions === 'stateless') return true;
  const verified = await tokens.verify('rt+jwt', token);
  if (!verified.ok && !('claims' in verified)) return true;
  const { sub, sid } = verified.claims;
  const ended = await store.revoke({
    now: settings.clock(),
    owner: secret.identityNames(sub),
    session: sid,
  });
  if (ended > 0) emit({ type: 'session.ended', ip: null, identity: sub, session: sid, reason: 'logout' });
  return true;
};

/** Ends one session of an identity, and answers whether there was one. */
export const endSession = async (
  { settings, secret, store, emit }: ServiceParts,
  input: string,
  session: string,
): Promise<boolean> => {
  const identity = parseIdentity(settings, input);
  // A stranger's text is no key.
  if (!isSessionId(session)) return false;
  const owner = secret.identityNames(identity);
  const ended = await store.revoke({ now: settings.clock(), owner, session });
  if (ended > 0) emit({ type: 'session.ended', ip: null, identity, session, reason: 'logout' });
  return ended > 0;
};

/** Ends all sessions of an identity. */
export const logoutEverywhere = async (
  { settings, secret, store, emit }: ServiceParts,
  input: string,
): Promise<number> => {
  const identity = parseIdentity(settings, input);
  const owner = secret.identityNames(identity);
  const ended = await store.revoke({ now: settings.clock(), owner, session: null });
  if (ended > 0) emit({ type: 'session.ended', ip: null, identity, reason: 'logout-everywhere' });
  return ended;
};
