import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code ?? '');
const servers = blocks.filter((code) => code.includes('createYoga('));

describe('the README', () => {
  it('shows code before line 15', () => {
    expect(readme.split('\n').findIndex((line) => line.startsWith('```ts'))).toBeLessThan(15);
    expect(readme.split('\n').length).toBeLessThanOrEqual(270);
  });

  it('has a complete server of at most 40 lines, which compiles', async () => {
    expect(servers).toHaveLength(1);
    const [server = ''] = servers;
    expect(server.trim().split('\n').length).toBeLessThanOrEqual(40);
    const folder = mkdtempSync(join(root, 'test/docs/.readme-'));
    try {
      writeFileSync(join(folder, 'server.ts'), server);
      const config = { extends: '../../../tsconfig.json', include: ['server.ts'] };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
      await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', folder]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  it('lists every option and every limit', () => {
    const namesIn = (path: string, type: string) => {
      const source = readFileSync(join(root, path), 'utf8');
      const body = source.slice(source.indexOf(`export interface ${type}`)).split('\n}')[0] ?? '';
      return [...body.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name);
    };
    const options = namesIn('src/options/email-auth-options.ts', 'EmailAuthOptions');
    const limits = namesIn('src/core/limits.ts', 'LimitsOptions');
    expect([options.length, limits.length]).toEqual([19, 7]);
    for (const name of [...options, ...limits]) expect(readme).toContain(`\n| \`${name}\` |`);
  });
});
