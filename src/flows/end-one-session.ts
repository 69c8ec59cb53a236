import type { AuthEvent } from '../core/events.js';
import type { ServiceParts } from './service-parts.js';

/** A session, and whose it is. */
export interface OwnedSession {
  readonly identity: string;
  readonly session: string;
}

/** Ends a session, tells why, and answers whether there was one. */
export const endOneSession = async (
  { settings, secret, store, emit }: ServiceParts,
  { identity, session }: OwnedSession,
  ip: string | null,
  reason: (AuthEvent & { readonly type: 'session.ended' })['reason'],
): Promise<boolean> => {
  const owner = secret.identityNames(identity);
  const ended = await store.revoke({ now: settings.clock(), owner, session });
  if (ended > 0) emit({ type: 'session.ended', ip, identity, session, reason });
  return ended > 0;
};
