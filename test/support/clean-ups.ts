import { afterEach } from 'vitest';

/** Collects what is to be ended after each test, whatever comes of it: the last first. */
export const useCleanUps = () => {
  const cleanUps: (() => unknown)[] = [];
  const afterwards = (cleanUp: () => unknown): void => void cleanUps.push(cleanUp);
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });
  return {
    afterwards,
    /** Answers with the thing that will be ended. */
    later: <Thing>(thing: Thing, end: (thing: Thing) => unknown): Thing => {
      afterwards(() => end(thing));
      return thing;
    },
  };
};
