/** Whether this is `npm run test:slow`: more of everything random, and every combination. */
export const isThorough = process.env.TEST_SUITE === 'slow';

/**
 * How much of something is tried: the little that finds most mistakes in `npm test`, all of it in
 * `npm run test:slow`, for which a file `*.slow.test.ts` imports the quick one.
 */
export const howMuch = <Value>({ quick, slow }: { readonly quick: Value; readonly slow: Value }): Value =>
  isThorough ? slow : quick;
