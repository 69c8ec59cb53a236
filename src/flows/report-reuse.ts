import type { SessionClaims } from '../token/token.js';
import type { ServiceParts } from './service-parts.js';

/** Reports a token that somebody has stolen, and the end of its session. */
export const reportReuse = (
  { emit }: Pick<ServiceParts, 'emit'>,
  { sub, sid }: Pick<SessionClaims, 'sub' | 'sid'>,
  ip: string | null,
): void => {
  emit({ type: 'token.reused', ip, identity: sub, session: sid });
  emit({ type: 'session.ended', ip, identity: sub, session: sid, reason: 'reused' });
};
