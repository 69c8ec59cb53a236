import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { version } from '../../src/core/version.js';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');

describe('the repository', () => {
  it('has a lock file without registry addresses', () => {
    expect(read('package-lock.json')).not.toContain('"resolved"');
  });

  it('names no path of a machine', () => {
    const machine = new RegExp(`(^|[^\\w.])/(${['work', 'root', 'home'].join('|')})/`, 'm');
    const files = tracked.filter(
      (path) => /\.(ts|mjs|json|md|graphql|txt)$/.test(path) && path !== 'package-lock.json',
    );
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((path) => machine.test(read(path)))).toEqual([]);
  });

  it('says in the source which version it is', () => {
    expect(version).toBe(JSON.parse(read('package.json')).version);
  });

  it('has an entry in exports for each build of each entry file', () => {
    const { exports, type } = JSON.parse(read('package.json'));
    expect(type).toBeUndefined();
    const adapters = ['/urql', '/apollo', '/graphql-ws', '/graphql-sse'];
    const forClients = ['', ...adapters, '/login-code', '/languages/*'].map((name) => `./client${name}`);
    expect(Object.keys(exports)).toEqual([
      '.',
      './yoga',
      './nodemailer',
      ...forClients,
      './mail',
      './testing',
      './opentelemetry',
      './verify',
      './package.json',
    ]);
  });
});
