import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverModule } from './modules.js';
import { type Block, root } from './pages.js';

/** What stands in a block only because it is on a page, and what a test has there instead. */
export type Replacements = Readonly<Record<string, string>>;

/** What a block needs that does not stand in it. */
export interface Surroundings {
  readonly replacements?: Replacements;
  /** What stands beside it, such as `server.ts`. */
  readonly files?: Readonly<Record<string, string>>;
  /** What the test looks at, and the block does not export. */
  readonly exports?: readonly string[];
}

/** The code of a block with its replacements. */
export const replaceIn = ({ where, code }: Block, replacements: Replacements): string =>
  Object.entries(replacements).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${where} has no ${from}`);
    return text.replaceAll(from, () => to);
  }, code);

/** Runs a block, word for word but for the replacements, in this process. One without imports continues the README's server. */
export const runAmong = async <Exports>(
  block: Block,
  { replacements = {}, files = {}, exports = [] }: Surroundings = {},
): Promise<Exports> => {
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  const code = replaceIn(block, replacements);
  const lines = [
    ...(/^import /m.test(code) ? [] : [serverModule]),
    code,
    `export { ${exports.join(', ')} };`,
  ];
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, 'block.ts'), lines.join('\n'));
    // Boundary: only the page says what it exports.
    return (await import(join(folder, 'block.ts'))) as Exports;
  } finally {
    rmSync(folder, { recursive: true });
  }
};
