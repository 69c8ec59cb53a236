// `npm run mutants`: makes small mistakes, one at a time, and says which of them no test sees. `npm run mutants -- steps`
// takes one part, and so does the path of a file; MUTANTS.md names them, and says how to read the list. `breaks`, the last
// part, makes a mistake for each guarantee of SECURITY.md, and says whether its row turns red.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { readReasons, rowOf } from './mutants/explained.mjs';
import { install } from './mutants/install.mjs';
import { parts } from './mutants/parts.mjs';

const root = resolve(import.meta.dirname, '../..');

const runPart = async (name, { files, lua = false, ...tests }, reasons) => {
  const { instrument } = await import('./mutants/instrument.mjs');
  const { tryAll } = await import('./mutants/try-all.mjs');
  const { instrumentLua } = await import('./mutants/lua.mjs');
  const instrumented = lua ? instrumentLua(root, files) : await instrument(root, files);
  console.info(`${name}: ${instrumented.mutants.length} mistakes`);
  const seen = await tryAll(instrumented, tests, (line) => console.info(`  ${line}`));
  const survivors = instrumented.mutants.filter(({ id }) => !seen.has(id));
  const unexplained = survivors.filter((mutant) => reasons.of(mutant) === undefined);
  for (const path of new Set(unexplained.map((mutant) => mutant.path))) {
    console.info(`\n### \`${path}\`\n`);
    for (const mutant of unexplained.filter((other) => other.path === path))
      console.info(`${rowOf(mutant, `nobody (line ${mutant.line}, ${mutant.kind})`)}`);
  }
  const explained = survivors.length - unexplained.length;
  console.info(
    `\n| ${name} | ${instrumented.mutants.length} | ${seen.size} | ${explained} | ${unexplained.length} |\n`,
  );
  return unexplained.length;
};

/** The parts that were asked for by name, or by the path of a file; all without arguments. */
const chosen = (names) => {
  if (names.length === 0) return Object.entries(parts);
  return names.map((name) => {
    const found = Object.entries(parts).find(([part, { files }]) => part === name || files.includes(name));
    if (!found)
      throw new Error(`No such part: ${name}. Parts: ${Object.keys(parts).join(', ')}; or a file of one.`);
    const [part, { files, ...tests }] = found;
    return part === name ? found : [name, { files: files.filter((file) => file === name), ...tests }];
  });
};

const runBreaks = (ids) => {
  const args = ['--import', 'tsx', resolve(root, 'test/tools/breaks.ts'), ...ids];
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
};

const runMutants = async (names) => {
  const asked = chosen(names);
  install();
  const reasons = readReasons(resolve(root, 'MUTANTS.md'));
  let left = 0;
  for (const [name, part] of asked) left += await runPart(name, part, reasons);
  return left > 0 ? 1 : 0;
};

try {
  const names = process.argv.slice(2);
  const left = names[0] === 'breaks' ? 0 : await runMutants(names);
  const green = names.length === 0 || names[0] === 'breaks' ? runBreaks(names.slice(1)) : 0;
  process.exitCode = Math.max(left, green);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
