import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, it } from 'vitest';

const tool = resolve(import.meta.dirname, '../tools/lua.mjs');

describe('the scripts of Redis', () => {
  // It installs its compiler first where that is missing.
  it('are made from the steps as they are (npm run lua writes them)', async () => {
    // It rejects, with what is out of date, where something is.
    await promisify(execFile)(process.execPath, [tool, '--check']);
  }, 120_000);
});
