import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importsOf } from '../rules/modules.js';
import { createTestAuth } from '../support/service.js';

const dist = resolve(import.meta.dirname, '../../dist/esm');

/** A built file and all of ours that it needs, and what it needs of others. */
const follow = async (entry: string) => {
  const [files, others] = [new Map<string, string>(), new Set<string>()];
  const visit = async (path: string): Promise<void> => {
    if (files.has(path)) return;
    const source = await readFile(path, 'utf8');
    files.set(path, source);
    for (const imported of importsOf(source.replaceAll('"', "'"))) {
      if (imported.startsWith('.')) await visit(join(dirname(path), imported));
      else others.add(imported);
    }
  };
  await visit(entry);
  return { files: [...files.values()], others: [...others] };
};

/** Where there is no Node: what it has beyond the web is taken away before anything is imported. */
const elsewhere = `
const { argv, stdout } = process;
for (const name of ['process', 'Buffer', 'global', 'setImmediate', 'clearImmediate'])
  delete globalThis[name];
const { verifyAccessToken } = await import(argv[1]);
const [token, jwks, now] = JSON.parse(argv[2]);
const options = { jwks, clock: () => now };
const { sub } = await verifyAccessToken(token, options);
const { reason } = await verifyAccessToken(token + 'A', options).catch((error) => error);
stdout.write(JSON.stringify({ sub, reason, gone: typeof Buffer }));
`;

describe('the entry ./verify', () => {
  const entry = join(dist, 'verify/index.js');

  it('imports jose and nothing else, and is at most 3 kB', async () => {
    const { files, others } = await follow(entry);
    expect(others).toEqual(['jose']);
    // Itself, and what it shares with the server.
    expect(files.length).toBe(2);
    // Comments do not travel: whoever counts bytes bundles.
    const code = files.join('\n').replaceAll(/^\s*(\/\/.*|\/\*\*[\s\S]*?\*\/)$/gm, '');
    expect(gzipSync(code).length).toBeLessThanOrEqual(3000);
  });

  it('runs where there is no Node', async () => {
    const { auth, clock, logIn } = createTestAuth();
    const { accessToken } = await logIn('ada@example.com');
    const input = JSON.stringify([accessToken, await auth.jwks(), clock()]);
    const args = ['--input-type=module', '--eval', elsewhere, entry, input];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(JSON.parse(stdout)).toEqual({ sub: 'ada@example.com', reason: 'invalid', gone: 'undefined' });
  });
});
