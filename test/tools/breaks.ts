// `npx tsx test/tools/breaks.ts [C1 L4.3 …]`: makes each break of test/security/breaks in a copy of the repository, one at a
// time, and says whether the row of its guarantee turns red, in memory and on Redis. Fails where one stays green.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Break } from '../security/breaks/break.js';
import { breaks } from '../security/breaks/index.js';

const root = resolve(__dirname, '../..');
const compiler = 'test/tools/lua/node_modules';
const report = 'breaks.json';

/** The attacks of rows that have failed in each store; null where a row could not be run. */
type Verdict = { readonly memory: readonly string[]; readonly redis: readonly string[] } | null;

const makeCopy = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'email-auth-breaks-'));
  for (const part of ['src', 'test', 'examples', 'package.json', 'tsconfig.json', 'vitest.config.mts'])
    cpSync(join(root, part), join(folder, part), {
      recursive: true,
      filter: (path) => !path.includes('node_modules'),
    });
  for (const modules of ['node_modules', compiler])
    if (existsSync(join(root, modules))) symlinkSync(join(root, modules), join(folder, modules));
  return folder;
};

/** Runs a program in a folder; answers with what it wrote where it failed, else with null. */
const run = async (folder: string, args: readonly string[]): Promise<string | null> => {
  const child = spawn(process.execPath, args, { cwd: folder });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return code === 0 ? null : output;
};

/** Whether the scripts of Redis are made from a file below src. */
const isInScripts = (folder: string, file: string): boolean => {
  const generated = join(folder, 'src/store/redis/generated');
  return readdirSync(generated).some((name) =>
    readFileSync(join(generated, name), 'utf8').includes(`//   src/${file}\n`),
  );
};

const makeScripts = async (folder: string): Promise<void> => {
  const complaint = await run(folder, ['test/tools/lua.mjs']);
  if (complaint !== null) throw new Error(complaint.trim());
};

interface Assertion {
  readonly status: string;
  readonly fullName: string;
  readonly title: string;
}

const attackRows = async (folder: string, ids: readonly string[]): Promise<Verdict> => {
  rmSync(join(folder, report), { force: true });
  await run(folder, [
    ...[join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/security/guarantees.test.ts'],
    ...['-t', ` (${ids.join('|')}):`, '--reporter=json', `--outputFile=${report}`],
    // Most files are the same in each run: to compile them is a third of the time.
    ...['--experimental.fsModuleCache', `--experimental.fsModuleCachePath=${join(folder, 'compiled')}`],
  ]);
  if (!existsSync(join(folder, report))) return null;
  const { testResults } = JSON.parse(readFileSync(join(folder, report), 'utf8'));
  const ran: readonly Assertion[] = testResults
    .flatMap(({ assertionResults }: { assertionResults: Assertion[] }) => assertionResults)
    .filter(({ status }: Assertion) => status === 'passed' || status === 'failed');
  const failed = (store: string) =>
    ran
      .filter(({ status, fullName }) => status === 'failed' && fullName.includes(store))
      .map(({ title }) => title);
  const hasRun = (id: string) => ran.some(({ fullName }) => fullName.includes(` ${id}:`));
  return !ids.every(hasRun) ? null : { memory: failed('in memory'), redis: failed('on Redis') };
};

/** Makes the break, attacks, and puts the file back as it was. */
const tryBreak = async (folder: string, { id, file, from, to }: Break): Promise<Verdict> => {
  const path = join(folder, 'src', file);
  const original = readFileSync(path, 'utf8');
  if (original.split(from).length !== 2) throw new Error(`must stand once in ${file}: ${from}`);
  const scripts = isInScripts(folder, file);
  writeFileSync(
    path,
    original.replace(from, () => to),
  );
  try {
    if (scripts) await makeScripts(folder);
    return await attackRows(folder, [id]);
  } finally {
    writeFileSync(path, original);
    // From the original: the next break is the only one.
    if (scripts) await makeScripts(folder);
  }
};

/** Whether every store that the break concerns has seen it. */
const isSeen = ({ only }: Break, verdict: Verdict): boolean =>
  verdict !== null &&
  (only === 'redis' || verdict.memory.length > 0) &&
  (only === 'memory' || verdict.redis.length > 0);

const describeVerdict = (verdict: Verdict): string => {
  if (verdict === null) return 'cannot be run';
  const said = (attacks: readonly string[]) => (attacks.length > 0 ? 'red' : 'GREEN');
  const attacks = new Set([...verdict.memory, ...verdict.redis]);
  return `memory ${said(verdict.memory)}, Redis ${said(verdict.redis)}  ${[...attacks].join(' | ')}`;
};

const requireGreen = async (folder: string, ids: readonly string[]): Promise<void> => {
  const verdict = await attackRows(folder, ids);
  if (verdict === null || verdict.memory.length + verdict.redis.length > 0)
    throw new Error(`Without a break: ${describeVerdict(verdict)}`);
};

/** The breaks of a guarantee (`L4`), or one of them (`L4.3`, the third). */
const breaksOf = (wanted: string): readonly Break[] => {
  const [id, number] = wanted.split('.');
  const all = breaks.filter((each) => each.id === id);
  return number === undefined ? all : all.slice(Number(number) - 1, Number(number));
};

const main = async (wanted: readonly string[]): Promise<void> => {
  const chosen = wanted.length === 0 ? breaks : wanted.flatMap(breaksOf);
  const folder = makeCopy();
  try {
    await requireGreen(folder, [...new Set(chosen.map(({ id }) => id))]);
    let survivors = 0;
    for (const each of chosen) {
      const verdict = await tryBreak(folder, each).catch((error: Error) => error);
      const seen = !(verdict instanceof Error) && isSeen(each, verdict);
      if (!seen) survivors += 1;
      const said = verdict instanceof Error ? verdict.message : describeVerdict(verdict);
      console.info(
        `${seen ? 'seen    ' : 'SURVIVED'} ${each.id} ${each.file}: ${each.from}\n         ${said}`,
      );
    }
    console.info(`\n${chosen.length} breaks, ${survivors} survived.`);
    process.exitCode = survivors > 0 || chosen.length === 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

void main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
