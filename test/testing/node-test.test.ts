import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { blocksIn, root } from '../docs/pages.js';

/** What the page shows for vitest, as the runner of Node has it. */
const forNode = (code: string): string =>
  code
    .replace(
      /^import \{ expect, test \} from 'vitest';$/m,
      "import assert from 'node:assert/strict';\nimport { test } from 'node:test';",
    )
    .replace(
      "expect(await report(await contextFor('ada@example.com', { role: 'admin' }))).toEqual({ data: { report: 'done' } })",
      "assert.equal((await report(await contextFor('ada@example.com', { role: 'admin' }))).data?.report, 'done')",
    )
    .replace(
      'expect(await report(await contextFor(who))).toMatchObject({ data: { report: null } })',
      'assert.equal((await report(await contextFor(who))).data?.report, null)',
    );

it('the suite of the page runs under the runner of Node too', async () => {
  const [block] = blocksIn('ts').filter(({ where }) => where.includes('testing.md'));
  const code = forNode(block?.code ?? '');
  expect(code).not.toMatch(/vitest|expect\(/);
  const folder = mkdtempSync(join(root, 'test/testing/.node-test-'));
  try {
    const file = join(folder, 'report.test.ts');
    writeFileSync(file, code);
    const args = ['--import', 'tsx', '--test', '--test-reporter', 'tap', file];
    // Node's runner marks its children: the one in here must not take itself for one of vitest's.
    const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...env } = process.env;
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env });
    expect(stdout).toMatch(/^# pass 2$/m);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
