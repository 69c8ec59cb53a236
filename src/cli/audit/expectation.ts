import { readFile, writeFile } from 'node:fs/promises';
import { readProperty } from '../../core/read-error.js';

/** How the public fields differ from those of a file. */
export interface Changes {
  /** They were not public before. */
  readonly opened: readonly string[];
  /** They were public, and are not any more. */
  readonly closed: readonly string[];
}

const header = [
  '# The fields that anybody can read, one a line. `pothos-email-auth audit` compares them with the schema.',
  '# A line more: a field has been opened. Look at it as you look at a change of a lock.',
];

const isField = (line: string): boolean => /^[_A-Za-z]\w*\.[_A-Za-z]\w*$/.test(line);

const parse = (text: string, file: string): readonly string[] =>
  text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line, index) => {
      const field = line.replace(/#.*/, '').trim();
      if (field === '') return [];
      if (!isField(field))
        throw new Error(`${file}, line ${index + 1}, is not a field such as Query.hello: ${field}`);
      return [field];
    });

/** Reads the public fields that a file expects; undefined where there is no such file. */
export const readExpected = async (file: string): Promise<readonly string[] | undefined> => {
  try {
    return parse(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (readProperty(error, 'code') === 'ENOENT') return undefined;
    throw error;
  }
};

/** Writes the public fields into a file. */
export const writeExpected = async (file: string, fields: readonly string[]): Promise<void> =>
  writeFile(file, `${[...header, ...fields].join('\n')}\n`);

const without = (fields: readonly string[], others: readonly string[]): readonly string[] => {
  const known = new Set(others);
  return fields.filter((field) => !known.has(field));
};

/** What has become of the public fields. */
export const compare = (expected: readonly string[], found: readonly string[]): Changes => ({
  opened: without(found, expected),
  closed: without(expected, found),
});
