import { nearest } from '../../core/validate.js';
import { showWord } from '../show-word.js';
import type { Entry } from './python/value.js';
import type { Change, Given } from './setting.js';
import { settings } from './settings/index.js';

/** What becomes of all settings of a file. */
export interface Conversion {
  /** Options by name, with their values as TypeScript. */
  readonly options: ReadonlyMap<string, string>;
  readonly stubs: readonly (readonly string[])[];
  /** What is left to do. */
  readonly todos: readonly string[];
  /** What is wrong with the file. */
  readonly mistakes: readonly string[];
}

const unknown = (key: string): string => {
  const near = nearest(key.slice(0, 100), [...settings.keys()]);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return `${showWord(key)} is not a setting of jwt-email-auth 0.11.${hint}`;
};

/** What a setting becomes, or what is wrong with it. */
const convertOne = ({ key, value }: Entry, given: Given): readonly Change[] | string => {
  const setting = settings.get(key);
  if (!setting) return unknown(key);
  const changes = setting.convert(value, given);
  if (changes) return changes;
  // A variable may hold anything; only a text is read where it is used.
  if (value.kind === 'code' || value.kind === 'variable')
    return [
      { todo: `Python computes it, so it is not read. Here it is: ${setting.ours.replaceAll('`', '')}.` },
    ];
  return `${key} must be ${setting.is}.`;
};

/** Where a setting is there twice, the last counts, as in Python. They come in the order of our table. */
const inOrder = (entries: readonly Entry[]): readonly Entry[] => {
  const names = [...settings.keys()];
  const last = new Map(entries.map((entry) => [entry.key, entry]));
  return [...last.values()].sort((a, b) => names.indexOf(a.key) - names.indexOf(b.key));
};

/** Converts the settings of a file. */
export const convert = (entries: readonly Entry[]): Conversion => {
  const ordered = inOrder(entries);
  const given: Given = new Map(ordered.map(({ key, value }) => [key, value]));
  const options = new Map<string, string>();
  const stubs: (readonly string[])[] = [];
  const todos = new Map<string, string>();
  const mistakes: string[] = [];
  for (const entry of ordered) {
    const changes = convertOne(entry, given);
    if (typeof changes === 'string') mistakes.push(`line ${entry.line}: ${changes}`);
    for (const change of typeof changes === 'string' ? [] : changes) {
      if ('option' in change) options.set(change.option, change.code);
      else if ('stub' in change) stubs.push(change.stub);
      else if (!todos.has(change.todo)) todos.set(change.todo, `${entry.key} (line ${entry.line})`);
    }
  }
  return { options, stubs, todos: [...todos].map(([sentence, where]) => `${where}: ${sentence}`), mistakes };
};
