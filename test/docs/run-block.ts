import { blockOf } from './pages.js';
import { type Replacements, runAmong } from './run-among.js';

/**
 * Runs a `ts` block of a page, word for word but for the replacements.
 *
 * @param text - what only this block of the page has in it
 * @param files - what it imports, such as `server.ts`
 * @returns what it exports
 */
export const runBlock = <Exports>(
  path: string,
  text: string,
  replacements: Replacements = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Exports> => runAmong(blockOf(path, text), { replacements, files });
