// Builds dist/esm and dist/cjs from src: the code by a bundler (bundle.mjs), a declaration for each source file by tsc.
// Each build carries a package.json that says what its .js files are: without it, or with `"type": "module"` for both, Node
// would read the CommonJS build as something else.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { bundle } from './bundle.mjs';

const root = resolve(import.meta.dirname, '../..');
const dist = join(root, 'dist');
const tsc = createRequire(import.meta.url)
  .resolve('typescript/package.json')
  .replace(/package\.json$/, 'bin/tsc');

const types = { esm: 'module', cjs: 'commonjs' };

/**
 * jose is an ES module alone. `require` takes it, but to a compiler the types of a CommonJS module must say that they are
 * those of `import`: with `"module": "node16"`, each of these lines was a mistake.
 */
const nameTypesOfJose = async (folder) => {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.d.ts'));
  for (const path of paths.map((each) => join(folder, each))) {
    const code = await readFile(path, 'utf8');
    const named = code
      .replace(/^(import type .* from 'jose');$/gm, "$1 with { 'resolution-mode': 'import' };")
      .replaceAll('import("jose")', `import("jose", { with: { "resolution-mode": "import" } })`);
    if (named !== code) await writeFile(path, named);
  }
};

const declare = async () => {
  const project = join(import.meta.dirname, 'tsconfig.build.json');
  const args = [tsc, '--singleThreaded', '-p', project, '--outDir', join(dist, 'esm')];
  const [code] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit');
  if (code !== 0) throw new Error('tsc has found mistakes');
  // The declarations are the same: the package.json beside them says for which kind of module they speak.
  const declarations = (path) => !/\.js$|package\.json$/.test(path) && !path.endsWith('chunks');
  await cp(join(dist, 'esm'), join(dist, 'cjs'), { recursive: true, filter: declarations });
  await nameTypesOfJose(join(dist, 'cjs'));
};

await rm(dist, { recursive: true, force: true });
for (const [format, type] of Object.entries(types)) {
  await mkdir(join(dist, format), { recursive: true });
  await writeFile(join(dist, format, 'package.json'), `${JSON.stringify({ type })}\n`);
}
const results = await Promise.allSettled([declare(), ...Object.keys(types).map(bundle)]);
for (const { reason } of results.filter(({ status }) => status === 'rejected')) {
  console.error(reason.message);
  process.exitCode = 1;
}
if (!process.exitCode) await chmod(join(dist, 'esm/cli/bin.js'), 0o755);
