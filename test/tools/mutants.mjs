// `npm run mutants`: makes small mistakes, one at a time, and says which of them no test sees. `npm run mutants -- steps`
// takes one part; MUTANTS.md names them, and says how to read the list.
import { resolve } from 'node:path';
import { readReasons, rowOf } from './mutants/explained.mjs';
import { install } from './mutants/install.mjs';
import { parts } from './mutants/parts.mjs';

const root = resolve(import.meta.dirname, '../..');

const runPart = async (name, { files, suites }, reasons) => {
  const { instrument } = await import('./mutants/instrument.mjs');
  const { tryAll } = await import('./mutants/try-all.mjs');
  const instrumented = await instrument(root, files);
  console.info(`${name}: ${instrumented.mutants.length} mistakes`);
  const seen = await tryAll(instrumented, suites, (line) => console.info(`  ${line}`));
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

try {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !(name in parts));
  if (unknown.length > 0)
    throw new Error(`No such part: ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}`);
  install();
  const reasons = readReasons(resolve(root, 'MUTANTS.md'));
  let left = 0;
  for (const [name, part] of Object.entries(parts))
    if (names.length === 0 || names.includes(name)) left += await runPart(name, part, reasons);
  if (left > 0) process.exitCode = 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
