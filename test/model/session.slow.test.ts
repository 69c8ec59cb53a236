import { describe, expect, it } from 'vitest';
import { type Edit, verify, whyNoSpin } from '../support/spin.js';
import { describeWorlds } from './describe-worlds.js';
import { type Mistake, mistakes } from './mistakes.js';
import { alone, theft } from './worlds.js';

const missing = await whyNoSpin();
const timeout = 300_000;

describeWorlds('an owner and a thief', theft, { macros: { GENERATIONS: 4 }, missing, timeout });
describeWorlds('an owner alone', alone, { macros: { GENERATIONS: 4 }, missing, timeout });

const withMistake =
  (mistake: Mistake): Edit =>
  (file, source) => {
    if (file !== mistake.file) return source;
    expect(source).toContain(mistake.from);
    return source.replaceAll(mistake.from, mistake.to);
  };

describe.skipIf(missing !== null)('a model in which', () => {
  it.each(mistakes.map((mistake) => [mistake.name, mistake] as const))(
    '%s is refuted',
    async (_, mistake) => {
      const { model, macros } = mistake.world;
      const found = await verify(model, { GENERATIONS: 3, ...macros }, withMistake(mistake));
      expect(found.violated).not.toBeNull();
    },
    timeout,
  );
});
