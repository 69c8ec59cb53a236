const newSeed = (): number => Math.floor(Math.random() * 0x3fffffff);

const chooseSeed = (given = ''): number => {
  if (given === 'random') return newSeed();
  const seed = Number(given || 1);
  if (!Number.isInteger(seed)) throw new TypeError('SEED must be a whole number, or random');
  return seed;
};

/**
 * What random cases are made from. It is the same in each run, so that a red one is about what was changed; `SEED=random` has
 * new cases, and `SEED=…` those of another run.
 */
export const seed = chooseSeed(process.env.SEED);
