import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const path = 'src/store/steps/counters.ts';

// Boundary: the tool is JavaScript.
const { tryAll } = await import(pathToFileURL(join(root, 'test/tools/mutants/try-all.mjs')).href);

/** As the instrumenter does it: the mistake behind a switch, which counts where it is passed. */
const switchOf = `
const isOn = (id: string): boolean => {
  // Boundary: the switches of the tool.
  const state = (globalThis as any).__stryker__;
  const coverage = (state.mutantCoverage ??= { static: {}, perTest: {} });
  const hits = (coverage.perTest[state.currentTestId ?? 'hooks'] ??= {});
  hits[id] = 1;
  return state.activeMutant === id;
};
`;

describe('npm run mutants', () => {
  it('says which test sees a mistake, and that nobody sees what changes nothing', async () => {
    const right = 'counted === counter.limit';
    const text = readFileSync(join(root, path), 'utf8');
    expect(text).toContain(right);
    const mistaken = `(isOn('mistake') ? counted > counter.limit : isOn('same') ? counter.limit === counted : ${right})`;
    const files = { [path]: text.replace(right, mistaken) + switchOf };
    const mutants = [{ id: 'mistake' }, { id: 'same' }, { id: 'passed by nobody' }];
    const lines: string[] = [];
    const seen: Map<string, string> = await tryAll(
      { files, mutants },
      { suites: ['test/store/contract.test.ts'] },
      (line: string) => lines.push(line),
    );
    expect([...seen]).toEqual([['mistake', expect.stringContaining("'store-4'")]]);
    expect(lines[0]).toContain('test/store/contract.test.ts: 1 of 3 seen');
  });
});
