import { describe, expect, it } from 'vitest';
import { blocksThatNobodyRuns, testSources } from './every-block-runs.js';
import { docs, readme } from './pages.js';

const sources = testSources();

describe('README and docs', () => {
  it.each([readme, ...docs])('have no block that no test runs: $path', (page) => {
    expect(blocksThatNobodyRuns([page], sources).map(({ where }) => where)).toEqual([]);
  });
});

describe('the search for blocks that nobody runs', () => {
  const block = (line: number, code: string) => ({
    where: `docs/x.md, line ${line}`,
    line,
    language: 'ts',
    code,
  });
  const page = { path: 'docs/x.md', text: '', blocks: [block(3, "const it's = 1;\n"), block(9, 'second\n')] };
  const linesLeft = (...sources: string[]) => blocksThatNobodyRuns([page], sources).map(({ line }) => line);

  it.each([
    ["blockOf('docs/x.md', 'second')", [3]],
    ["await runBlock(\n  'docs/x.md',\n  \"it's\",\n)", [9]],
    ["runBlock<{ f: (a: string) => Promise<void> }>('docs/x.md', 'second', {})", [3]],
    ["blockOf('docs/x.md', 'it\\'s') + blockOf('docs/x.md', 'second')", []],
    ["blockOf('docs/y.md', 'second')", [3, 9]],
    ["blockOf('docs/x.md', 'third')", [3, 9]],
    ["write('docs/x.md', 'second')", [3, 9]],
    ['', [3, 9]],
  ])('reads %s', (source, lines) => {
    expect(linesLeft(source)).toEqual(lines);
  });
});
