import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      // Without this, source files get a second copy of graphql ("from another module or realm").
      { find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') },
      { find: /^pothos-plugin-email-auth$/, replacement: source('index.ts') },
      { find: /^pothos-plugin-email-auth\/yoga$/, replacement: source('yoga/index.ts') },
      { find: /^pothos-plugin-email-auth\/nodemailer$/, replacement: source('mail/nodemailer.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/collect-secrets.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
