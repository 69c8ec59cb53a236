import { installIn } from '../../tools/install.mjs';

/** @throws {Error} a sentence that says what to do */
export const install = () =>
  installIn(
    import.meta.dirname,
    'better-auth',
    'What the bench compares with is missing and could not be installed: run npm ci in test/bench/peers.',
  );
