import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocksOf = (text: string) => [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code ?? '');
const servers = blocksOf(readme).filter((code) => code.includes('createYoga('));

/** Rejects where a file does not compile. */
const compile = async (files: Readonly<Record<string, string>>, compilerOptions: object = {}) => {
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  try {
    for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
    const config = { extends: '../../../tsconfig.json', compilerOptions, include: Object.keys(files) };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['--singleThreaded', '-p', folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

describe('the pages of docs', () => {
  it('show code that compiles, wherever it imports something', async () => {
    const files: Record<string, string> = {};
    for (const page of readdirSync(join(root, 'docs'))) {
      const text = readFileSync(join(root, 'docs', page), 'utf8');
      for (const [index, code] of blocksOf(text).entries())
        if (code.startsWith('import ')) files[`${page}-${index}.ts`] = code;
    }
    expect(Object.keys(files).length).toBeGreaterThan(1);
    await compile(files, { noUnusedLocals: false });
  }, 60_000);
});

describe('the README', () => {
  it('shows code before line 15', () => {
    expect(readme.split('\n').findIndex((line) => line.startsWith('```ts'))).toBeLessThan(15);
    expect(readme.split('\n').length).toBeLessThanOrEqual(270);
  });

  it('has a complete server of at most 40 lines, which compiles', async () => {
    expect(servers).toHaveLength(1);
    const [server = ''] = servers;
    expect(server.trim().split('\n').length).toBeLessThanOrEqual(40);
    await compile({ 'server.ts': server });
  }, 60_000);

  it('lists every option and every limit', () => {
    const namesIn = (path: string, type: string) => {
      const source = readFileSync(join(root, path), 'utf8');
      const body = source.slice(source.indexOf(`export interface ${type}`)).split('\n}')[0] ?? '';
      return [...body.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name);
    };
    const options = namesIn('src/options/email-auth-options.ts', 'EmailAuthOptions');
    const limits = namesIn('src/limit/limits.ts', 'LimitsOptions');
    expect([options.length, limits.length]).toEqual([20, 7]);
    for (const name of [...options, ...limits]) expect(readme).toContain(`\n| \`${name}\` |`);
  });
});
