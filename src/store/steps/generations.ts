import type { SessionRecord } from '../records.js';

/** When a generation was replaced; undefined where it was not, or too long ago to be remembered. */
export const replacedAt = (session: SessionRecord, generation: number): number | undefined => {
  const found = session.replaced.find(([replaced]) => replaced === generation);
  return found === undefined ? undefined : found[1];
};

/** S2: a generation that was made, and then made anew because nobody had used it. */
export const isVoid = (session: SessionRecord, generation: number): boolean => {
  const [oldest = 0] = session.replaced.map(([replaced]) => replaced);
  return (
    generation < session.generation && generation > oldest && replacedAt(session, generation) === undefined
  );
};
