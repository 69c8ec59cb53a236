import type { SessionInfo } from '../email-auth.js';
import { readOrigin } from '../session/origin.js';
import { parseIdentity } from './parse-identity.js';
import type { ServiceParts } from './service-parts.js';

/** The live sessions of an identity, oldest first. */
export const listSessions = async (
  { settings, secret, store }: ServiceParts,
  input: string,
): Promise<readonly SessionInfo[]> => {
  const identity = secret.identityNames(parseIdentity(settings, input));
  const found = await store.sessions({ now: settings.clock(), identity });
  return found.map(({ id, createdAt, rotatedAt, expiresAt, about }) => ({
    id,
    createdAt: Math.floor(createdAt / 1000),
    refreshedAt: Math.floor(rotatedAt / 1000),
    expiresAt: Math.floor(expiresAt / 1000),
    ...readOrigin(about),
  }));
};
