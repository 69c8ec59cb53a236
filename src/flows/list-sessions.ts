import { readOrigin } from '../session/origin.js';
import type { SessionInfo } from '../session/session-info.js';
import type { StoredSession } from '../store/session-steps.js';
import { parseIdentity } from './parse-identity.js';
import type { ServiceParts } from './service-parts.js';

/** A session as it is shown. */
export const describeSession = ({
  id,
  beganAt,
  rotatedAt,
  expiresAt,
  origin,
}: StoredSession): SessionInfo => ({
  id,
  createdAt: Math.floor(beganAt / 1000),
  refreshedAt: Math.floor(rotatedAt / 1000),
  expiresAt: Math.floor(expiresAt / 1000),
  ...readOrigin(origin),
});

/** The live sessions of an identity, oldest first. */
export const listSessions = async (
  { settings, secret, store }: ServiceParts,
  input: string,
): Promise<readonly SessionInfo[]> => {
  const owner = secret.identityNames(parseIdentity(settings, input));
  const found = await store.listSessions({ now: settings.clock(), owner });
  return found.map(describeSession);
};
