// Runs the suites of a part, one after the other, over all mistakes at once.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '../../..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const config = join(import.meta.dirname, 'vitest.config.mts');

/** Milliseconds without a word: longer than any test may take. Then the mistake has made something endless. */
const longest = 300_000;

const readLines = (file) =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    : [];

/** Runs one suite over these mistakes, and answers with what its runner told. The tainted left a process behind that fails. */
const runOnce = async ({ folder, env, patience }, suite, ids, tainted) => {
  const told = join(folder, 'told.jsonl');
  rmSync(told, { force: true });
  writeFileSync(join(folder, 'todo.json'), JSON.stringify({ ids, tainted }));
  const child = spawn(process.execPath, [vitest, 'run', '--config', config], {
    ...{ cwd: root, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
    env: {
      ...process.env,
      ...env,
      ...{ MUTANTS_FOLDER: folder, MUTANTS_SUITE: suite, VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' },
    },
  });
  let complaints = '';
  child.stderr.on('data', (data) => {
    complaints = `${complaints}${data}`.slice(-2000);
  });
  let ended = false;
  const exit = once(child, 'exit').then(() => {
    ended = true;
  });
  let seen = -1;
  let since = Date.now();
  const end = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of them have ended.
    }
  };
  while (!ended) {
    await Promise.race([exit, wait(500)]);
    const { length } = readLines(told);
    if (length !== seen) [seen, since] = [length, Date.now()];
    if (!ended && Date.now() - since > patience) end();
  }
  // A mistake may have left something endless behind.
  end();
  const lines = readLines(told);
  if (lines.length === 0) throw new Error(`${suite} does not run:\n${complaints}`);
  return lines;
};

/** What one suite says about these mistakes: by which test each was seen. */
const runSuite = async (run, suite, ids) => {
  const seen = new Map();
  const tried = new Set();
  const tainted = new Set();
  let leftOut = [];
  for (;;) {
    const todo = ids.filter((id) => !tried.has(id));
    const lines = await runOnce(
      run,
      suite,
      [...tainted].filter((id) => !tried.has(id)).concat(todo.filter((id) => !tainted.has(id))),
      [...tainted],
    );
    let trying;
    for (const { broken, trying: next, killed, survived, tainted: bad, by, leftOut: late } of lines) {
      leftOut = late ?? leftOut;
      if (broken) throw new Error(`Without a mistake, ${suite} fails: ${broken}`);
      if (next) trying = next;
      const id = killed ?? survived;
      if (id) tried.add(id);
      if (killed) seen.set(killed, by);
      if (bad) {
        // Even in a process that was new, and without a mistake, it fails the second time: this suite can say nothing.
        if (tainted.has(bad)) tried.add(bad);
        tainted.add(bad);
        trying = undefined;
      }
      if (id) trying = undefined;
    }
    if (lines.at(-1).done) return { seen, leftOut };
    if (trying) {
      seen.set(trying, 'no answer: it does not end');
      tried.add(trying);
    }
  }
};

/** Which suite and test sees each mistake. */
export const tryAll = async ({ files, mutants }, { suites, env = {}, patience = longest }, report) => {
  const missing = suites.filter((name) => !existsSync(join(root, name)));
  if (missing.length > 0) throw new Error(`No such suite: ${missing.join(', ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'email-auth-mutants-'));
  try {
    writeFileSync(join(folder, 'files.json'), JSON.stringify(files));
    const seen = new Map();
    for (const suite of suites) {
      const ids = mutants.map(({ id }) => id).filter((id) => !seen.has(id));
      if (ids.length === 0) break;
      const start = Date.now();
      const result = await runSuite({ folder, env, patience }, suite, ids);
      for (const [id, by] of result.seen) seen.set(id, `${suite}: ${by}`);
      const seconds = Math.round((Date.now() - start) / 1000);
      report(`${suite}: ${result.seen.size} of ${ids.length} seen, in ${seconds} s`);
      if (result.leftOut.length > 0) report(`  without ${result.leftOut.join(', ')}`);
    }
    return seen;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
