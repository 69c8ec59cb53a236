import type { ParsedCaller } from '../core/caller.js';
import { parseIdentity } from './parse-identity.js';
import type { ServiceParts } from './service-parts.js';

/** Drops what is kept of an identity, but for what stops guessing and flooding; answers how many sessions ended. */
export const forget = async (
  { settings, secret, store, emit }: ServiceParts,
  input: string,
  { ip }: ParsedCaller,
): Promise<number> => {
  const identity = parseIdentity(settings, input);
  const ended = await store.forget({ now: settings.clock(), owner: secret.identityNames(identity) });
  for (const session of ended) emit({ type: 'session.ended', ip, identity, session, reason: 'forgotten' });
  return ended.length;
};
