import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../docs/pages.js';
import { useCleanUps } from '../support/clean-ups.js';
import { commitAll, git } from './release.js';

const { afterwards } = useCleanUps();

/** What a release looks at, and what npm packs by itself. */
const looked = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package-lock.json', 'src/core/version.ts'];

/** A small repository with what a release looks at; its checks and its build are quick. */
const open = (edits: Readonly<Record<string, (text: string) => string>> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'email-auth-release-'));
  afterwards(() => rmSync(folder, { recursive: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const path of [...looked, 'test/tools/release.mjs']) {
    const text = readFileSync(join(root, path), 'utf8');
    write(path, edits[path]?.(text) ?? text);
  }
  const { name, version, files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  write(
    'package.json',
    JSON.stringify({ name, version, files, scripts: { check: 'true', prepack: 'true' } }),
  );
  commitAll(folder);
  const release = (...args: string[]) =>
    new Promise<{ readonly code: number; readonly told: string }>((resolve) =>
      execFile(process.execPath, ['test/tools/release.mjs', ...args], { cwd: folder }, (error, out, err) =>
        resolve({ code: Number(error?.code ?? 0), told: out + err }),
      ),
    );
  return { folder, tag: `v${version}`, release, write };
};

const dated = { 'CHANGELOG.md': (text: string) => text.replace(/^## (\S+) \(.+\)$/m, '## $1 (2026-01-31)') };

describe('a release', () => {
  it.each<[string, Parameters<typeof open>[0], RegExp]>([
    [
      'another version in the lock file',
      { 'package-lock.json': (text) => text.replace('"version": "', '"version": "9') },
      /package-lock\.json has another version/,
    ],
    [
      'another version in the source',
      { 'src/core/version.ts': (text) => text.replace("= '", "= '9") },
      /src\/core\/version\.ts has another version/,
    ],
    [
      'a change log of another version',
      { 'CHANGELOG.md': (text) => text.replace(/^## /m, '## 9.') },
      /CHANGELOG\.md begins with 9\./,
    ],
  ])('is refused for %s, with a sentence', async (_, changes, sentence) => {
    const { release } = open(changes);
    const { code, told } = await release('--dry-run');
    expect(code).toBe(1);
    expect(told).toMatch(sentence);
  });

  it('is refused for what is not committed, and for a tag that is another commit', async () => {
    const { folder, tag, release, write } = open();
    git(folder, 'tag', tag);
    write('README.md', 'Something else.');
    expect((await release('--dry-run')).told).toMatch(/not committed/);
    git(folder, 'commit', '--quiet', '--all', '--message', 'docs: more');
    expect((await release('--dry-run')).told).toMatch(/raise the version/);
  });

  it('wants a date, and tags the commit, which the workflow then looks at once more', async () => {
    const undated = open();
    expect(await undated.release()).toMatchObject({
      ...{ code: 1, told: expect.stringContaining('put the date there') },
    });
    expect(git(undated.folder, 'tag')).toBe('');
    const { folder, tag, release } = open(dated);
    expect(await release()).toMatchObject({
      ...{ code: 0, told: expect.stringContaining(`git push origin ${tag}`) },
    });
    expect(git(folder, 'tag', '--points-at', 'HEAD')).toBe(tag);
    expect(await release('--dry-run')).toMatchObject({
      ...{ code: 0, told: expect.stringContaining('Nothing was tagged') },
    });
  }, 180_000);
});
