import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram, installPackages } from './debian.js';

const run = promisify(execFile);

const isComplete = (): boolean => ['spin', 'gcc'].every((program) => findProgram(program));

/** Null where models can be checked, installed first where that is possible; else a sentence that says what to do. */
export const whyNoSpin = async (): Promise<string | null> => {
  await installPackages(['spin', 'gcc'], ['spin', 'gcc', 'libc6-dev']);
  return isComplete()
    ? null
    : 'Models are not checked: install spin and gcc, or run these tests as root on Debian.';
};

/** Values of the macros of a model. */
export type Macros = Readonly<Record<string, number>>;

/** What a file of a model is to say instead of what it says. */
export type Edit = (file: string, source: string) => string;

export interface Finding {
  /** The first assertion that does not hold; null where all do, in every state. */
  readonly violated: string | null;
  /** What led there, a line each. */
  readonly story: string;
  readonly states: number;
  readonly seconds: number;
}

/** Copies a model and what it includes: the tools leave files beside it. */
const copyModel = (model: string, folder: string, edit: Edit): void => {
  for (const file of readdirSync(dirname(model)).filter((each) => each.endsWith('.pml')))
    writeFileSync(join(folder, file), edit(file, readFileSync(join(dirname(model), file), 'utf8')));
};

const optionsOf = (macros: Macros): string[] =>
  Object.entries(macros).map(([name, value]) => `-D${name}=${value}`);

/** Searches all states, and answers with what the verifier has printed. */
const search = async (folder: string, spin: readonly string[], flags: readonly string[]): Promise<string> => {
  await run('spin', ['-a', ...spin], { cwd: folder });
  // Models are small: to optimize takes longer than the search.
  const compiling = ['-O0', '-w', '-DSAFETY', '-DNOREDUCE', ...flags, '-o', 'pan', 'pan.c'];
  await run('gcc', compiling, { cwd: folder });
  const searching = ['-E', '-m1000000'];
  const { stdout } = await run(join(folder, 'pan'), searching, { cwd: folder, maxBuffer: 1 << 28 });
  return stdout;
};

const inFolder = async <Result>(use: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'email-auth-spin-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Plays what the search has found, to read what the model prints. */
const storyOf = async (folder: string, spin: readonly string[]): Promise<string> => {
  // It ends as a failure, since an assertion fails.
  const { stdout } = await run('spin', ['-t', ...spin], { cwd: folder }).catch(
    (error: { readonly stdout: string }) => error,
  );
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
export const verify = (model: string, macros: Macros = {}, edit: Edit = (_, source) => source) =>
  inFolder(async (folder): Promise<Finding> => {
    copyModel(model, folder, edit);
    const spin = [...optionsOf(macros), basename(model)];
    const output = await search(folder, spin, []);
    const violated = /assertion violated (.*) \(at depth/.exec(output)?.[1]?.trim() ?? null;
    const errors = /errors: (\d+)/.exec(output)?.[1];
    if (violated === null && (errors !== '0' || /not completed|too small|error:/.test(output)))
      throw new Error(`${basename(model)} was not searched to its end:\n${output}`);
    return {
      violated,
      story: violated === null ? '' : await storyOf(folder, spin),
      states: Number(/(\d+) states, stored/.exec(output)?.[1]),
      seconds: Number(/elapsed time ([\d.]+) seconds/.exec(output)?.[1] ?? 0),
    };
  });

/** The lines with a ">" that a model prints, in all its states. */
export const printedBy = (model: string, macros: Macros = {}): Promise<readonly string[]> =>
  inFolder(async (folder) => {
    copyModel(model, folder, (_, source) => source);
    const output = await search(folder, [...optionsOf(macros), basename(model)], ['-DPRINTF']);
    return output.split('\n').filter((line) => line.includes(' > '));
  });
