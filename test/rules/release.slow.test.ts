import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { root } from '../docs/pages.js';
import { useCleanUps } from '../support/clean-ups.js';
import { copyRepository } from '../tools/copy-repository.mjs';
import { commitAll } from './release.js';

const run = promisify(execFile);
const { afterwards } = useCleanUps();

/** A copy of the repository in a folder of its own, with what is installed here. */
const copy = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), name));
  afterwards(() => rmSync(folder, { recursive: true }));
  copyRepository(root, folder);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
};

describe('the package', () => {
  it('has the same bytes, wherever and whenever it is packed', async () => {
    const pack = async (folder: string) => {
      await run('npm', ['pack', '--silent'], { cwd: folder });
      const file = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
      return createHash('sha512')
        .update(readFileSync(join(folder, file)))
        .digest('hex');
    };
    const first = await pack(copy('email-auth-one-'));
    expect(await pack(copy('email-auth-another-longer-name-'))).toBe(first);
  }, 600_000);
});

describe('npm run release -- --dry-run', () => {
  it('checks, builds and packs, says what would be published, and tags nothing', async () => {
    const folder = copy('email-auth-release-');
    commitAll(folder);
    const { stdout } = await run('npm', ['run', '--silent', 'release', '--', '--dry-run'], { cwd: folder });
    expect(stdout).toMatch(/^pothos-plugin-email-auth@\d\S+: \d{3,} files, \d{5,} bytes, sha512-\S+$/m);
    expect(stdout).toMatch(/Nothing was tagged/);
    expect((await run('git', ['tag'], { cwd: folder })).stdout).toBe('');
    expect((await run('git', ['status', '--porcelain'], { cwd: folder })).stdout).toBe('');
  }, 600_000);
});

describe('npm run sbom', () => {
  it('lists exactly what is installed with the package, the same each time, without a path of this machine', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'email-auth-sbom-'));
    afterwards(() => rmSync(folder, { recursive: true }));
    const write = async (name: string) => {
      await run(process.execPath, ['test/tools/sbom.mjs', join(folder, name)], { cwd: root });
      return readFileSync(join(folder, name), 'utf8');
    };
    const text = await write('one.json');
    expect(await write('two.json')).toBe(text);
    const { bomFormat, metadata, components } = JSON.parse(text);
    const { name, version, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect({ bomFormat, ...metadata.component }).toMatchObject({
      bomFormat: 'CycloneDX',
      name,
      version,
      type: 'library',
    });
    const purls = components.map(({ purl }: { purl: string }) =>
      decodeURIComponent(purl).replace(/^pkg:npm\/|@[^@]+$/g, ''),
    );
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    const below = Object.keys(dependencies).flatMap((each) =>
      Object.keys(packages[`node_modules/${each}`].dependencies ?? {}),
    );
    expect(purls.sort()).toEqual([...new Set([...Object.keys(dependencies), ...below])].sort());
    expect(text).not.toContain(root);
    expect(text).not.toContain(tmpdir());
  }, 600_000);
});
