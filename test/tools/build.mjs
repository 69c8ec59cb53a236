// Builds dist/esm and dist/cjs from src. Two runs of plain tsc, no bundler: the published files are the source files,
// and each build carries a package.json that says what its .js files are.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const tsc = createRequire(import.meta.url)
  .resolve('typescript/package.json')
  .replace(/package\.json$/, 'bin/tsc');
const project = join(import.meta.dirname, 'tsconfig.build.json');

const builds = [
  { folder: 'esm', type: 'module', flags: ['--module', 'esnext'] },
  // A CommonJS build rewrites `import`, which is what verbatimModuleSyntax forbids.
  { folder: 'cjs', type: 'commonjs', flags: ['--module', 'commonjs', '--verbatimModuleSyntax', 'false'] },
];

const build = async ({ folder, type, flags }) => {
  const out = join(root, 'dist', folder);
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'package.json'), `${JSON.stringify({ type })}\n`);
  // The two run at the same time: each with one thread.
  const args = [
    tsc,
    '--singleThreaded',
    '-p',
    project,
    '--outDir',
    out,
    '--moduleResolution',
    'bundler',
    ...flags,
  ];
  const [code] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit');
  if (code !== 0) throw new Error(`the ${folder} build failed`);
};

await rm(join(root, 'dist'), { recursive: true, force: true });
const results = await Promise.allSettled(builds.map(build));
for (const { reason } of results.filter(({ status }) => status === 'rejected')) {
  console.error(reason.message);
  process.exitCode = 1;
}
