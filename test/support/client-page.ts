import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { AnyAuthClient, AuthClientOptions, AuthTransport } from '../../src/client/index.js';

/** What a page of the tests has. */
export interface PageGlobals {
  readonly createAuthClient: (options: AuthClientOptions<object, AuthTransport>) => AnyAuthClient;
  /** A test keeps its client here. */
  client: AnyAuthClient;
  readonly localStorage: NonNullable<AuthClientOptions['storage']>;
  readonly navigator: {
    readonly locks: { request(name: string, run: () => Promise<unknown>): Promise<unknown> };
  };
}

/** A page that has the client, as a bundler makes it. */
export const createClientPage = async (): Promise<string> => {
  const { outputFiles } = await build({
    stdin: {
      contents:
        "import { createAuthClient } from './index.js'; Object.assign(globalThis, { createAuthClient });",
      resolveDir: join(resolve(import.meta.dirname, '../..'), 'src/client'),
    },
    ...{ bundle: true, minify: true, write: false, format: 'iife', target: 'es2022' },
  });
  return `<!doctype html><title>Client</title><script>${outputFiles[0]?.text}</script>`;
};
