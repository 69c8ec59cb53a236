import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

describe('the demo', () => {
  it('walks through a login, prints each step, and ends by itself', async () => {
    const args = [join(root, 'node_modules/tsx/dist/cli.mjs'), 'examples/demo.ts', '--once'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    for (const step of [1, 2, 3, 4, 5, 6, 7]) expect(stdout).toMatch(new RegExp(`^${step}\\. `, 'm'));
    expect(stdout).toContain('ada@example.com');
    expect(stdout).toContain('"reason":"revoked"');
  });
});
