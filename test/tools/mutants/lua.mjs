// Mistakes in the scripts of Redis alone: such as the compiler could make, while the step in memory is right.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'src/store/redis/generated';

/** What is written, and what is written in its place. */
const mistakes = [
  [/ > /g, ' >= '],
  [/ >= /g, ' > '],
  [/ < /g, ' <= '],
  [/ <= /g, ' < '],
  [/ == /g, ' ~= '],
  [/ ~= /g, ' == '],
  [/ and /g, ' or '],
  [/ or /g, ' and '],
  [/\bnot /g, ''],
  [/ \+ /g, ' - '],
  [/ - /g, ' + '],
  [/ \* /g, ' + '],
  [/ \/ /g, ' * '],
  [/math\.max/g, 'math.min'],
  [/math\.min/g, 'math.max'],
  [/math\.floor\b/g, 'math.ceil'],
  [/(?<!until |")\btrue\b/g, 'false'],
  [/\bfalse\b/g, 'true'],
  [/(?<![\w."#])\d+\b(?!")/g, (number) => String(Number(number) + 1)],
  [/\bnil\b/g, 'false'],
  // A statement that is forgotten.
  [/(?<=\n) +[\w.:]+\([^\n]*\)(?=\n)/g, ''],
  [/(?<=\n) +[\w.]+ = [^\n]*[\w)\]}](?=\n)/g, ''],
];

/** The step in a file, and its Lua. */
const readScript = (path) => {
  const [, step, raw] = /export const (\w+): string = `\n([\s\S]*)`;\n$/.exec(readFileSync(path, 'utf8'));
  return { step, text: raw.replace(/\\([\\`$])/g, '$1') };
};

const lineAt = (text, at) => {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return {
    line: text.slice(0, start).split('\n').length,
    text: text.slice(start, text.indexOf('\n', at)).trim(),
  };
};

/** The function of ours that this stands in. */
const functionAt = (text, at) => {
  const names = [...text.slice(0, at + 1).matchAll(/^(?:local )?(?:function )?([\w.]+)/gm)];
  return names.findLast(([line]) => line !== 'end')?.[1] ?? '';
};

/** Mistakes in one script. What several scripts share word for word is changed in all of them, as a compiler would. */
const mistakesIn = ({ path, step, text }, known) => {
  return mistakes.flatMap(([pattern, to]) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const [from] = match;
      const replacement = typeof to === 'function' ? to(from) : to;
      const { line, text: whole } = lineAt(text, match.index + from.length - 1);
      if (whole.startsWith('--')) return [];
      const column = match.index - text.lastIndexOf('\n', match.index);
      const key = [functionAt(text, match.index), whole, column, from, replacement].join('\n');
      const places = known.get(key);
      if (places) {
        places[step] ??= match.index;
        return [];
      }
      known.set(key, { [step]: match.index });
      const shown = { text: whole, from: from.trim(), to: replacement.trim() || '(nothing)' };
      const id = `${step}.lua#${match.index}:${from.trim().slice(0, 12)}>${replacement.trim()}`;
      return [
        {
          ...{ id, path, line, kind: 'Lua', ...shown },
          ...{ places: known.get(key), length: from.length, put: replacement },
        },
      ];
    }),
  );
};

/** Scripts that are made when they are asked for, with the mistake that is active then. */
const scriptsWith = (mutants) => `
import { createHash } from 'node:crypto';
import { generated } from '../generated/index.js';
import { check } from './check.js';
import { run } from './run.js';

const mistakes = new Map(${JSON.stringify(mutants.map(({ id, places, length, put }) => [id, { places, length, put }]))});
const state = (globalThis.__stryker__ ??= {});
const coverage = (state.mutantCoverage ??= { static: {}, perTest: {} });
const scripts = new Map();
const scriptOf = (text) => {
  if (!scripts.has(text)) scripts.set(text, { text, sha: createHash('sha1').update(text).digest('hex') });
  return scripts.get(text);
};
const covered = new Set();
const cover = (step) => {
  const key = step + ' ' + state.currentTestId;
  if (covered.has(key)) return;
  covered.add(key);
  const test = state.currentTestId;
  const hits = test ? (coverage.perTest[test] ??= {}) : coverage.static;
  for (const [id, mistake] of mistakes) if (step in mistake.places) hits[id] = 1;
};
const active = (step) => {
  cover(step);
  // As the file holds it: a line break, the Lua, a line break.
  const { lua } = generated[step];
  const mistake = mistakes.get(state.activeMutant);
  const place = mistake?.places[step];
  if (place === undefined) return scriptOf(lua + run);
  const at = lua.startsWith('\\n') ? place + 1 : place;
  return scriptOf(lua.slice(0, at) + mistake.put + lua.slice(at + mistake.length) + run);
};
const stepOf = (step) => ({
  get text() { return active(step).text; },
  get sha() { return active(step).sha; },
  lists: generated[step].lists,
});
const all = Object.fromEntries(Object.keys(generated).map((step) => [step, stepOf(step)]));
all.check = scriptOf(check);
export { all as scripts };
`;

/** As `instrument` answers, for these of the scripts. */
export const instrumentLua = (root, paths) => {
  const known = new Map();
  const scripts = readdirSync(join(root, folder))
    .filter((name) => name !== 'index.ts')
    .map((name) => `${folder}/${name}`)
    .map((path) => ({ path, ...readScript(join(root, path)) }));
  const mutants = scripts
    .flatMap((script) => mistakesIn(script, known))
    .filter(({ path }) => paths.includes(path));
  return { files: { 'src/store/redis/scripts/index.ts': scriptsWith(mutants) }, mutants };
};
