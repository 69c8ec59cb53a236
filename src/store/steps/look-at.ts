import type { SessionRecord } from '../records.js';
import type { AliveResult } from '../session-steps.js';
import { isVoid } from './generations.js';

/** What a look at a session says about a token of this generation. */
export const lookAt = (session: SessionRecord | undefined, generation: number): AliveResult => {
  if (session === undefined) return 'gone';
  if (isVoid(session, generation)) return 'void';
  return generation > session.used ? 'unnoted' : 'alive';
};
