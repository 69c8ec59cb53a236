import type { SessionClaims } from '../token/token.js';
import type { Parts } from './parts.js';

/** Reports a token that somebody has stolen, and the end of its session. */
export const reportReuse = (
  { emit }: Pick<Parts, 'emit'>,
  { sub, sid }: Pick<SessionClaims, 'sub' | 'sid'>,
  ip: string | null,
): void => {
  emit({ type: 'token.reused', ip, identity: sub, session: sid });
  emit({ type: 'session.ended', ip, identity: sub, session: sid, reason: 'reused' });
};
