import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Block, Page } from './pages.js';
import { root } from './pages.js';

/** Folders that are installed, and folders of blocks that run meanwhile. */
const notOurs = /node_modules|\.snippets-/;

/** The files of the tests. */
export const testSources = (): string[] =>
  readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !notOurs.test(path))
    .map((path) => readFileSync(join(root, 'test', path), 'utf8'));

/** A call of `blockOf` or `runBlock` whose first two arguments are a page and a text of one of its blocks. */
const call =
  /\b(?:blockOf|runBlock)(?:<[\s\S]{1,200}?>)?\(\s*'([\w/-]+\.md)',\s*('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/g;

/** What a literal of TypeScript says. */
const textOf = (literal: string): string =>
  literal.slice(1, -1).replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));

/** The blocks of pages that no test asks for: each is named by its page and a text that stands in it. */
export const blocksThatNobodyRuns = (pages: readonly Page[], sources: readonly string[]): Block[] => {
  const asked = sources.flatMap((source) =>
    [...source.matchAll(call)].map(([, path = '', text = '']) => ({ path, text: textOf(text) })),
  );
  return pages.flatMap(({ path, blocks }) =>
    blocks.filter(({ code }) => !asked.some((one) => one.path === path && code.includes(one.text))),
  );
};
