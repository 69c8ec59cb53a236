import { vi } from 'vitest';

/** Catches an error that nobody else does, for it would end the tests. Answers with a list of how often it came. */
export const catchUncaught = (expected: Error): Error[] => {
  const caught: Error[] = [];
  const later = queueMicrotask;
  vi.stubGlobal('queueMicrotask', (work: () => void) =>
    later(() => {
      try {
        work();
      } catch (error) {
        if (error !== expected) throw error;
        caught.push(expected);
      }
    }),
  );
  return caught;
};
