// Writes every mistake into the source at once, each behind a switch: `active(7) ? a > b : a >= b`. So the code is loaded
// once for all of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInstrumenter } from '@stryker-mutator/instrumenter';
import { ownMutators } from './mutators.mjs';

const silent = () => {};
const logger = { ...{ debug: silent, info: silent, warn: silent }, isDebugEnabled: () => false };

/** What createInstrumenter wants of a container of dependencies, and no more. */
const injector = {
  provideValue: () => injector,
  injectClass: (Class) => new Class(logger),
};

const addOurs = async () => {
  // The package has no option for further mistakes; its version is pinned.
  const url = import.meta.resolve('@stryker-mutator/instrumenter');
  const { allMutators } = await import(new URL('./mutators/mutate.js', url));
  if (!allMutators.includes(ownMutators[0])) allMutators.push(...ownMutators);
};

const textAt = (lines, { start, end }) =>
  lines
    .slice(start.line, end.line + 1)
    .map((line, index, { length }) => {
      const to = index === length - 1 ? end.column : line.length;
      return line.slice(index === 0 ? start.column : 0, to).trim();
    })
    .join(' ');

const short = (text) => {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > 90 ? `${flat.slice(0, 60)} … ${flat.slice(-25)}` : flat;
};

/** What stands before a short piece of text, so that it can be told from others in its line. */
const contextOf = (lines, location) => {
  if (textAt(lines, location).length > 4) return '';
  const before = lines[location.start.line].slice(0, location.start.column);
  return /[^,({[;]*$/.exec(before)[0].trimStart().slice(-24);
};

/** The text of each file with all its mistakes, and what they are. */
export const instrument = async (root, paths) => {
  await addOurs();
  const instrumenter = createInstrumenter(injector);
  const files = {};
  const mutants = [];
  for (const path of paths) {
    const content = readFileSync(join(root, path), 'utf8');
    const result = await instrumenter.instrument([{ name: path, mutate: true, content }], {
      ...{ excludedMutations: [], ignorers: [], plugins: null, noHeader: false },
    });
    const lines = content.split('\n');
    const prefix = path.replace(/^src\//, '').replace(/\.ts$/, '');
    let text = result.files[0].content;
    for (const { id, location, replacement, mutatorName } of result.mutants) {
      const before = contextOf(lines, location);
      const from = short(before + textAt(lines, location));
      const to = short(before + replacement);
      mutants.push({
        ...{ id: `${prefix}#${id}`, path, line: location.start.line + 1, kind: mutatorName },
        ...{ text: lines[location.start.line].trim(), from, to },
      });
    }
    text = text.replace(/(stryMutAct_9fa48|stryCov_9fa48)\(((?:"\d+"(?:, )?)+)\)/g, (_, name, ids) => {
      const full = ids.replace(/"(\d+)"/g, (__, id) => JSON.stringify(`${prefix}#${id}`));
      return `${name}(${full})`;
    });
    files[path] = text;
  }
  return { files, mutants };
};
