import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { suiteOf } from './test/tools/suites.mjs';

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig(({ mode }) => ({
  resolve: {
    alias: [
      // Without this, source files get a second copy of graphql ("from another module or realm").
      { find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') },
      { find: /^pothos-plugin-email-auth$/, replacement: source('index.ts') },
      { find: /^pothos-plugin-email-auth\/yoga$/, replacement: source('yoga/index.ts') },
      { find: /^pothos-plugin-email-auth\/mail$/, replacement: source('mail/index.ts') },
      { find: /^pothos-plugin-email-auth\/testing$/, replacement: source('testing/index.ts') },
      { find: /^pothos-plugin-email-auth\/nodemailer$/, replacement: source('delivery/nodemailer/index.ts') },
      { find: /^pothos-plugin-email-auth\/opentelemetry$/, replacement: source('opentelemetry/index.ts') },
      { find: /^pothos-plugin-email-auth\/verify$/, replacement: source('verify/index.ts') },
      { find: /^pothos-plugin-email-auth\/client$/, replacement: source('client/index.ts') },
      { find: /^pothos-plugin-email-auth\/client\/(.+)$/, replacement: source('client/$1.ts') },
    ],
  },
  test: {
    ...suiteOf(mode),
    setupFiles: ['test/support/same-cases.ts', 'test/support/collect-secrets.ts'],
    // Tests wait for servers and clocks about as much as they compute: four at least, also on two cores.
    maxWorkers: mode === 'fast' ? availableParallelism() : Math.max(4, availableParallelism()),
    // What was compiled is kept: `test:watch` begins sooner.
    experimental: { fsModuleCache: mode === 'fast' },
    // A process of its own for each file would load the libraries anew: half of the time that all tests take.
    isolate: false,
    unstubEnvs: true,
    unstubGlobals: true,
    // What hangs is found in any case; what is only slow, on a busy machine, is no failure.
    testTimeout: mode === 'slow' ? 300_000 : 120_000,
    hookTimeout: 120_000,
  },
}));
