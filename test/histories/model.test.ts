import * as fc from 'fast-check';
import Keyv from 'keyv';
import { expect, it } from 'vitest';
import { createKeyvStore } from '../../src/store/keyv/keyv-store.js';
import { seed } from '../support/seed.js';
import { carryOut, type RandomStep, start, stepSequences } from '../support/step-arbitraries.js';
import { type StepOperation, textOf } from './history.js';
import { createModel } from './model.js';

/** Boundary: a step stands under its name, and lacks nothing but the time. */
const operationsOf = (sequence: readonly RandomStep[]): readonly StepOperation[] => {
  let now = start;
  return sequence.map(({ name, step, wait }) => {
    now += wait;
    return { name, step: { ...step, now } } as StepOperation;
  });
};

it('the model answers what the store in memory answers, and names what changes nothing', async () => {
  let looks = 0;
  let changes = 0;
  await fc.assert(
    fc.asyncProperty(stepSequences(20), async (sequence) => {
      const store = createKeyvStore(new Keyv(), { namespace: 'model', timeout: 10_000 });
      const expected = (await carryOut(store, sequence)).map(textOf);
      const model = createModel();
      let state = model.start;
      for (const [index, operation] of operationsOf(sequence).entries()) {
        const outcome = model.run(state, operation);
        expect(outcome.text).toBe(expected[index]);
        if (model.isLook(operation, outcome.text)) {
          expect(outcome.state).toBe(state);
          looks += 1;
        } else if (outcome.state !== state) changes += 1;
        state = outcome.state;
      }
    }),
    { numRuns: 60, seed },
  );
  expect(looks).toBeGreaterThan(100);
  expect(changes).toBeGreaterThan(100);
});
