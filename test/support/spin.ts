import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const isInstalled = (name: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));

const isComplete = (): boolean => isInstalled('spin') && isInstalled('gcc');

const install = async (): Promise<void> => {
  const script =
    'command -v spin && command -v gcc || { apt-get update && apt-get install -y --no-install-recommends spin gcc libc6-dev; }';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Test files run at the same time, apt does not.
  const lock = join(tmpdir(), 'email-auth-test-install.lock');
  await run('flock', [lock, 'sh', '-c', script], { env });
};

/** Null where models can be checked, installed first where that is possible; else a sentence that says what to do. */
export const whyNoSpin = async (): Promise<string | null> => {
  if (!isComplete() && process.getuid?.() === 0 && existsSync('/etc/debian_version'))
    await install().catch(() => {});
  return isComplete()
    ? null
    : 'Models are not checked: install spin and gcc, or run these tests as root on Debian.';
};

/** Values of the macros of a model. */
export type Macros = Readonly<Record<string, number | string>>;

export interface Finding {
  /** The first assertion that does not hold; null where all do, in every state. */
  readonly violated: string | null;
  /** What led there, a line each. */
  readonly story: string;
  readonly states: number;
  readonly seconds: number;
}

interface Search {
  readonly folder: string;
  /** What the verifier has printed. */
  readonly output: string;
  readonly spin: readonly string[];
}

const search = async (model: string, macros: Macros, folder: string, prints: boolean): Promise<Search> => {
  const options = Object.entries(macros).map(([name, value]) => `-D${name}=${value}`);
  const spin = [...options, model];
  await run('spin', ['-a', ...spin], { cwd: folder });
  // Models are small: to optimize takes longer than the search.
  const flags = ['-O0', '-w', '-DSAFETY', '-DNOREDUCE', ...(prints ? ['-DPRINTF'] : [])];
  await run('gcc', [...flags, '-o', 'pan', 'pan.c'], { cwd: folder });
  const searching = ['-E', '-m1000000'];
  const { stdout } = await run(join(folder, 'pan'), searching, { cwd: folder, maxBuffer: 1 << 28 });
  return { folder, output: stdout, spin };
};

/** Calls `use` with what the verifier of a model finds in its whole space of states, in a folder of its own. */
const withSearch = async <Result>(
  [model, macros, prints]: readonly [model: string, macros: Macros, prints: boolean],
  use: (found: Search) => Promise<Result> | Result,
): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'email-auth-spin-'));
  try {
    return await use(await search(model, macros, folder, prints));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const storyOf = async ({ folder, spin }: Search): Promise<string> => {
  const { stdout } = await run('spin', ['-t', ...spin], { cwd: folder });
  return stdout
    .split(/^spin: /m, 1)
    .join('')
    .replace(/^ +/gm, '');
};

/**
 * Looks at every state of a model, until an assertion does not hold.
 *
 * @throws {Error} where the search came to no end
 */
export const verify = (model: string, macros: Macros = {}): Promise<Finding> =>
  withSearch([model, macros, false], async (found) => {
    const { output } = found;
    const violated = /assertion violated (.*) \(at depth/.exec(output)?.[1]?.trim() ?? null;
    const errors = /errors: (\d+)/.exec(output)?.[1];
    if (violated === null && (errors !== '0' || /not completed|too small|error:/.test(output)))
      throw new Error(`${basename(model)} was not searched to its end:\n${output}`);
    return {
      violated,
      story: violated === null ? '' : await storyOf(found),
      states: Number(/(\d+) states, stored/.exec(output)?.[1]),
      seconds: Number(/elapsed time ([\d.]+) seconds/.exec(output)?.[1] ?? 0),
    };
  });

/** What a model prints in all its states, once each. */
export const printedBy = (model: string, macros: Macros = {}): Promise<readonly string[]> =>
  withSearch([model, macros, true], ({ output }) =>
    output.split('\n').filter((line) => line.includes(' > ')),
  );
