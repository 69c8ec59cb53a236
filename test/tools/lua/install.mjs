import { installIn } from '../install.mjs';

/** @throws {Error} a sentence that says what to do */
export const install = () =>
  installIn(
    import.meta.dirname,
    'typescript-to-lua',
    'The compiler of the scripts is missing and could not be installed: run npm ci in test/tools/lua.',
  );
