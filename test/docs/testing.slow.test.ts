import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { useCleanUps } from '../support/clean-ups.js';
import { blockOf, root } from './pages.js';

const { afterwards } = useCleanUps();

/** A vitest of its own, which knows nothing of the configuration of this repository. */
const runVitest = async (files: Readonly<Record<string, string>>) => {
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  afterwards(() => rmSync(folder, { recursive: true }));
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
  const vitest = promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, '--no-color'],
    { env: { PATH: process.env.PATH, CI: 'true' } },
  );
  return vitest.then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );
};

describe('the tests of docs/testing.md', () => {
  const test = { 'report.test.ts': blockOf('docs/testing.md', "test('admins get the report'").code };

  it('pass in a project with the configuration of the page', async () => {
    expect(
      await runVitest({ ...test, 'vitest.config.ts': blockOf('docs/testing.md', 'defineConfig(').code }),
    ).toMatch(/2 passed/);
  });

  it('fail without it, so the page needs it', async () => {
    const config = 'export default {};\n';
    expect(await runVitest({ ...test, 'vitest.config.ts': config })).toMatch(/another module or realm/);
  });
});
