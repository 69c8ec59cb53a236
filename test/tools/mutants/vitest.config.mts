import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import base from '../../../vitest.config.mjs';

// `npm run mutants` starts vitest with this, and says what to run.
const root = resolve(import.meta.dirname, '../../..');
const { MUTANTS_FOLDER = '', MUTANTS_SUITE = '', MUTANTS_REDIS } = process.env;
const files: Record<string, string> = JSON.parse(readFileSync(join(MUTANTS_FOLDER, 'files.json'), 'utf8'));

export default defineConfig((env) => {
  const { resolve: resolving, test } = base(env);
  return {
    root,
    resolve: resolving ?? {},
    plugins: [
      { name: 'mistakes', enforce: 'pre', load: (id) => files[relative(root, id.replace(/\?.*$/, ''))] },
    ],
    test: {
      ...test,
      include: [MUTANTS_SUITE],
      exclude: [],
      env: { TEST_STORES: 'memory' },
      runner: join(import.meta.dirname, 'runner.mjs'),
      maxWorkers: 1,
      globalSetup: MUTANTS_REDIS ? [join(import.meta.dirname, 'start-redis.ts')] : [],
      reporters: ['default'],
      teardownTimeout: 1000,
    },
  };
});
