import { createMemoryStore } from '../../../src/store/memory/memory-store.js';
import { identityName } from '../../support/identity-names.js';
import { stepScenarios } from '../step-scenarios.js';
import type { Work } from './measure.js';

/** Every step of the store, in memory. */
export const stepWork = (): Work[] => {
  let store = createMemoryStore();
  let names = 0;
  return Object.entries(stepScenarios).map(([what, { prepare, call }]) => {
    let name = identityName('0');
    return {
      name: `step ${what}`,
      before: async () => {
        names += 1;
        // Time stands still here, so nothing is ever swept.
        if (names % 1000 === 0) store = createMemoryStore();
        name = identityName(String(names));
        await prepare?.(store, name);
      },
      run: () => call(store, name),
    };
  });
};
