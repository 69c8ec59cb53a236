// `npm run release` looks whether this commit can be published, packs it, and tags it. The tag, when it is pushed, has
// .github/workflows/release.yml publish it. With `--dry-run` it tags nothing; the workflow itself begins with that.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const read = (path) => readFileSync(join(root, path), 'utf8');
const run = (program, ...args) => execFileSync(program, args, { cwd: root, encoding: 'utf8' }).trim();

const isDryRun = process.argv.includes('--dry-run');
const { name, version } = JSON.parse(read('package.json'));
const tag = `v${version}`;

/** What keeps this commit from being published, each in a sentence that says what to do. */
const findObstacles = () => {
  const [, heading = '', when = ''] = /^## (\S+)(?: \((.+)\))?$/m.exec(read('CHANGELOG.md')) ?? [];
  const [head, tagged] = [run('git', 'rev-parse', 'HEAD'), run('git', 'tag', '--list', tag)];
  const isDated = /^\d{4}-\d{2}-\d{2}$/.test(when);
  return [
    [
      run('git', 'status', '--porcelain') !== '',
      'There are changes that are not committed: commit them, or put them away.',
    ],
    [
      JSON.parse(read('package-lock.json')).version !== version,
      'package-lock.json has another version: npm install.',
    ],
    [
      !read('src/core/version.ts').includes(`'${version}'`),
      `src/core/version.ts has another version than ${version}.`,
    ],
    [
      heading !== version,
      `CHANGELOG.md begins with ${heading}, not with ${version}: write what has changed.`,
    ],
    [
      !isDryRun && !isDated,
      `CHANGELOG.md says "${version} (${when})": put the date there, as in (2026-01-31).`,
    ],
    [
      tagged && run('git', 'rev-parse', `${tag}^{commit}`) !== head,
      `The tag ${tag} is another commit: raise the version.`,
    ],
  ].flatMap(([isThere, sentence]) => (isThere ? [sentence] : []));
};

const obstacles = findObstacles();
for (const sentence of obstacles) console.error(sentence);
if (obstacles.length > 0) process.exit(1);

const { status } = spawnSync('npm', ['run', 'check'], { cwd: root, stdio: 'inherit' });
if (status !== 0) {
  console.error('npm run check has failed: repair what it says.');
  process.exit(1);
}
// It is built first. npm 11 answers with a list, npm 12 with a record by name.
const [packed] = Object.values(JSON.parse(run('npm', 'pack', '--dry-run', '--json').replace(/^[^[{]*/, '')));
console.info(`${name}@${version}: ${packed.files.length} files, ${packed.size} bytes, ${packed.integrity}`);

if (isDryRun) {
  console.info(`Nothing was tagged. npm run release would tag this commit as ${tag}.`);
} else {
  if (run('git', 'tag', '--list', tag) === '') run('git', 'tag', '--annotate', tag, '--message', tag);
  console.info(`Tagged as ${tag}. Now: git push origin ${tag}. The workflow release.yml publishes it.`);
}
