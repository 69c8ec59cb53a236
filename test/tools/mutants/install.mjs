import { installIn } from '../install.mjs';

/** @throws {Error} a sentence that says what to do */
export const install = () =>
  installIn(
    import.meta.dirname,
    '@stryker-mutator/instrumenter',
    'What makes the mistakes is missing and could not be installed: run npm ci in test/tools/mutants.',
  );
