import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** The bytes of an entry as a page loads it: in one file, without names and blanks, and gzipped. */
const sizeOf = async (entry: string): Promise<number> => {
  const { outputFiles } = await build({
    entryPoints: [join(root, `src/client/${entry}.ts`)],
    ...{ bundle: true, minify: true, write: false, format: 'esm', target: 'es2022' },
    // The form is for pages that have the client already.
    external: ['@apollo/client/core', ...(entry === 'login-code' ? ['*/index.js', '*/clock.js'] : [])],
  });
  return gzipSync(outputFiles[0]?.contents ?? '').length;
};

describe('the client', () => {
  it.each([
    ['index', 5000],
    ['urql', 1000],
    ['apollo', 1000],
    ['graphql-ws', 1000],
    ['graphql-sse', 1000],
    ['login-code', 6000],
  ])('is small: %s', async (entry, most) => {
    const size = await sizeOf(entry);
    expect(size).toBeGreaterThan(most / 10);
    expect(size).toBeLessThanOrEqual(most);
  });

  it('uses nothing that a browser lacks', async () => {
    const tsc = join(root, 'node_modules/.bin/tsc');
    const project = join(root, 'src/client');
    await expect(
      promisify(execFile)(tsc, ['--singleThreaded', '--noEmit', '-p', project]),
    ).resolves.toMatchObject({ stdout: '' });
  });
});
