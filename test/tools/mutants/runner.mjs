// A runner of vitest that runs the tests of a file once without a mistake, and then again for each mistake, in the same
// process: a mistake costs milliseconds. It writes a line for each that it has tried.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import SchemaBuilder from '@pothos/core';
import { startTests } from '@vitest/runner';
import { getTests } from '@vitest/runner/utils';
import { TestRunner } from 'vitest';

// Modules are loaded again with some of the mistakes, and one of them registers the plugin.
SchemaBuilder.allowPluginReRegistration = true;

const folder = process.env.MUTANTS_FOLDER;
const slowest = Number(process.env.MUTANTS_SLOWEST ?? 2000);
const space = '__stryker__';

const state = () => {
  globalThis[space] ??= {};
  return globalThis[space];
};

const fails = ({ result }) => result?.state === 'fail';

/** How often a mistake may be passed before it counts as endless. Ten times a million would take minutes already. */
const limitOf = (hits) => Math.min(hits * 100, hits * 10 + 1_000_000) + 10_000;

const allTasks = (task) => [task, ...(task.tasks ?? []).flatMap(allTasks)];

/** Leaves out all tests but these, and what encloses nothing else. */
const keepOnly = (task, wanted) => {
  if (task.type === 'test') {
    if (!wanted.has(task)) task.mode = 'skip';
  } else {
    for (const child of task.tasks) keepOnly(child, wanted);
    if (task.tasks.every(({ mode }) => mode === 'skip' || mode === 'todo')) task.mode = 'skip';
  }
};

export default class MutantsRunner extends TestRunner {
  /** A run of this file of its own, of which vitest is told nothing. */
  async again(filepath, wanted) {
    const ns = state();
    let failed = false;
    const run = Object.create(this);
    run.config = { ...this.config, testTimeout: wanted ? 10_000 : 60_000, hookTimeout: 60_000 };
    run.importFile = (path, source) => {
      const node = this.workerState.evaluatedModules.getModuleById(path);
      if (node) this.workerState.evaluatedModules.invalidateModule(node);
      return TestRunner.prototype.importFile.call(run, path, source);
    };
    run.onTaskUpdate = async () => {};
    run.onCollectStart = (file) => {
      this.workerState.current = file;
    };
    run.onCollected = async (files) => {
      if (!wanted) return;
      for (const file of files) {
        const kept = new Set(
          getTests(file).filter((test, index) => test.mode !== 'skip' && wanted.has(index)),
        );
        keepOnly(file, kept);
      }
    };
    let numbers = new Map();
    run.onBeforeRunFiles = (files) => {
      numbers = new Map(files.flatMap(getTests).map((test, index) => [test, index]));
      ns.currentTestId = 'hooks';
    };
    run.onBeforeRunTask = async (test) => {
      if (failed && wanted) test.mode = 'skip';
      ns.currentTestId = String(numbers.get(test));
      await TestRunner.prototype.onBeforeRunTask.call(run, test);
    };
    run.onAfterRunTask = (test) => {
      ns.currentTestId = 'hooks';
      failed ||= fails(test);
      TestRunner.prototype.onAfterRunTask.call(run, test);
    };
    run.onAfterRunFiles = () => {
      ns.currentTestId = undefined;
    };
    const files = await startTests([{ filepath }], run);
    return files[0];
  }

  /** Forgets all modules of ours, so that they are loaded with the mistake that is active now. */
  forgetModules() {
    const { evaluatedModules } = this.workerState;
    for (const node of evaluatedModules.idToModuleMap.values())
      if (
        /\/(src|test|examples)\//.test(node.id) &&
        !node.id.includes('/node_modules/') &&
        !node.id.includes('/tools/mutants/')
      )
        evaluatedModules.invalidateModule(node);
  }

  // The first run, of which vitest is told, runs nothing.
  onCollected(files) {
    for (const file of files) keepOnly(file, new Set());
  }

  async onAfterRunFiles(files) {
    // A mistake may leave a promise behind that rejects later: that is no failure of this process.
    const ignore = () => {};
    process.on('unhandledRejection', ignore);
    process.on('uncaughtException', ignore);
    try {
      for (const { filepath } of files) await this.tryMistakes(filepath);
    } finally {
      process.off('unhandledRejection', ignore);
      process.off('uncaughtException', ignore);
    }
    super.onAfterRunFiles();
  }

  async tryMistakes(filepath) {
    const ns = state();
    const tell = (line) => appendFileSync(join(folder, 'told.jsonl'), `${JSON.stringify(line)}\n`);
    const coverage = ns.mutantCoverage ?? { static: {}, perTest: {} };
    const atStart = { ...coverage.static };
    const plain = await this.again(filepath, null);
    const tests = getTests(plain);
    if (fails(plain) && tests.length === 0) {
      tell({ broken: plain.result?.errors?.[0]?.message });
      return;
    }
    const { perTest } = ns.mutantCoverage ?? coverage;
    const usable = tests.map(({ result }) => result?.state === 'pass' && (result.duration ?? 0) <= slowest);
    const all = new Set([...tests.keys()].filter((index) => usable[index]));
    const late = tests.filter(({ result }, index) => result && !usable[index]);
    tell({ tests: all.size, leftOut: late.map(({ name, result }) => `${name} (${result.state})`) });
    const coveredBy = (id) => {
      if (id in atStart || id in (perTest.hooks ?? {})) return all;
      return new Set([...all].filter((index) => id in (perTest[index] ?? {})));
    };
    const hitsOf = (id) => Object.values(perTest).reduce((sum, hits) => Math.max(sum, hits[id] ?? 0), 1);
    const { ids, tainted } = JSON.parse(readFileSync(join(folder, 'todo.json'), 'utf8'));
    // Those that are made while a file is loaded come last: they need all files anew.
    const todo = [...ids.filter((id) => !(id in atStart)), ...ids.filter((id) => id in atStart)];
    for (const id of todo) {
      const wanted = coveredBy(id);
      if (wanted.size === 0) continue;
      tell({ trying: id });
      ns.hitCount = 0;
      ns.hitLimit = limitOf(hitsOf(id));
      const isRepeatable = tainted.includes(id) && !allTasks(await this.again(filepath, wanted)).some(fails);
      if (id in atStart) this.forgetModules();
      ns.activeMutant = id;
      const file = await this.again(filepath, wanted);
      ns.activeMutant = 'none';
      if (id in atStart) this.forgetModules();
      const killer = allTasks(file).findLast(fails);
      if (killer) {
        // The state that it leaves behind must not fail the tests of the next one.
        const clean = await this.again(
          filepath,
          killer.type === 'test' ? new Set([getTests(file).indexOf(killer)]) : wanted,
        );
        if (allTasks(clean).some(fails)) {
          // In a process that is new, and did the same twice before without a mistake, it is the mistake.
          tell(isRepeatable ? { killed: id, by: killer.name } : { tainted: id });
          return;
        }
        tell({ killed: id, by: killer.name });
      } else tell({ survived: id });
    }
    tell({ done: true });
  }
}
