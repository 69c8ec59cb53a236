// `npm run mutants`: makes small mistakes in the steps of the store, one at a time, in a copy of the repository, and says
// which of them no test sees. Some are no mistakes at all (`>=` for `>` where both cannot be equal): read the list.
// `npm run mutants -- 40` takes so many, spread over all of them.
//
// A mistake in a step is in the Lua that is made of it as well, so the stores agree about it and only tests of what a
// step must do can see it: the contract first, then the tests of the service. Both over a cache in memory.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const steps = 'src/store/steps';

/** What is written, and what is written in its place. */
const mistakes = [
  ...[
    [/ > /, ' >= '],
    [/ >= /, ' > '],
    [/ < /, ' <= '],
    [/ <= /, ' < '],
  ],
  ...[
    [/ === /, ' !== '],
    [/ !== /, ' === '],
    [/ && /, ' || '],
    [/ \|\| /, ' && '],
  ],
  ...[
    [/ \+ /, ' - '],
    [/ - /, ' + '],
    [/ \+ 1\b/, ' + 2'],
    [/ - 1\b/, ' - 2'],
  ],
  ...[
    [/Math\.max/, 'Math.min'],
    [/Math\.min/, 'Math.max'],
    [/\?\? 0/, '?? 1'],
    [/\?\? false/, '?? true'],
  ],
  ...[
    [/budget\.all\b/, 'budget.failures'],
    [/budget\.shortCodes\b/, 'budget.failures'],
  ],
  ...[
    [/digests\.long/, 'digests.short'],
    [/\.slice\(-/, '.slice(0, '],
    [/\.reverse\(\)/, ''],
  ],
  ...[
    [/long \? 1 : 0/, 'long ? 0 : 1'],
    [/\(!known && /, '('],
    [/\.x\b/, '.x + 1'],
    [/\bcode\.o\b/, 'code.s'],
  ],
  // A call that is a statement of its own: a write or a count that is forgotten.
  [/^( *)(?:if \([^;]*\) )?(?:for \([^;]*\) )?(?:await )?[\w.]+\(.*\);$/, '$1;'],
  [/ return true;/, ' return false;'],
  [/ return false;/, ' return true;'],
];

const isCode = (line) => !/^\s*(\/?\*|\/\/|import\b|export type)/.test(line);

const mutantsOf = (file) => {
  const lines = readFileSync(join(root, steps, file), 'utf8').split('\n');
  return lines.flatMap((line, index) =>
    mistakes
      .filter(([pattern]) => isCode(line) && pattern.test(line))
      .map(([pattern, replacement]) => {
        const changed = line.replace(pattern, replacement);
        const text = lines.toSpliced(index, 1, changed).join('\n');
        return { file, text, what: `${file}:${index + 1}: ${line.trim()}  ->  ${changed.trim()}` };
      }),
  );
};

const spread = (all, count) =>
  all.filter(
    (_, index) => Math.floor((index * count) / all.length) !== Math.floor(((index - 1) * count) / all.length),
  );

const suites = [
  ['the contract', ['test/store/contract.test.ts', '-t', 'over keyv 5 store-']],
  // The simulation takes a minute, and sees little that the others do not.
  ['the service', ['test/service', 'test/store/interleavings.test.ts', '--exclude', '**/simulation.test.ts']],
];

const passes = async (folder, args) => {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--bail=1', ...args], {
    cwd: folder,
    stdio: 'ignore',
  });
  const [code] = await once(child, 'exit');
  return code === 0;
};

/** Which suite sees the mistake; null where none does. */
const seenBy = async (folder, { file, text }) => {
  const path = join(folder, steps, file);
  const original = readFileSync(path, 'utf8');
  writeFileSync(path, text);
  try {
    for (const [suite, args] of suites) if (!(await passes(folder, args))) return suite;
    return null;
  } finally {
    writeFileSync(path, original);
  }
};

const folder = mkdtempSync(join(tmpdir(), 'email-auth-mutants-'));
try {
  for (const part of [
    'src',
    'test',
    'examples',
    'package.json',
    'tsconfig.json',
    'vitest.config.ts',
    'README.md',
  ])
    cpSync(join(root, part), join(folder, part), {
      recursive: true,
      filter: (path) => !path.includes('node_modules'),
    });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [suite, args] of suites)
    if (!(await passes(folder, args))) throw new Error(`Without a mistake, ${suite} fails.`);

  const all = readdirSync(join(root, steps))
    .filter((name) => name !== 'index.ts')
    .flatMap(mutantsOf);
  const some = spread(all, Math.min(all.length, Number(process.argv[2] ?? all.length)));
  const seen = new Map();
  for (const mutant of some) {
    const suite = await seenBy(folder, mutant);
    seen.set(suite, (seen.get(suite) ?? 0) + 1);
    console.info(`${(suite ?? 'NOBODY').padEnd(13)} ${mutant.what}`);
  }
  console.info(
    `\n${some.length} of ${all.length} mistakes: ${[...seen].map(([suite, n]) => `${n} seen by ${suite ?? 'nobody'}`).join(', ')}`,
  );
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
