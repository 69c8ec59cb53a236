import { readFile } from 'node:fs/promises';
import { readProperty } from '../core/read-error.js';
import type { Io } from './command.js';
import { showWord } from './show-word.js';

/** What sentences call an input. */
export const nameOfInput = (source: string): string => (source === '-' ? 'stdin' : showWord(source));

/**
 * Reads a file, or all of stdin where it is called `-`.
 *
 * @throws {Error} a sentence with the code of the system: `ENOENT`, `EACCES`
 */
export const readInput = async (source: string, { stdin }: Pick<Io, 'stdin'>): Promise<string> => {
  try {
    const text = await (source === '-' ? stdin() : readFile(source, 'utf8'));
    // Editors of Windows put a byte order mark in front.
    return text.replace(/^\ufeff/, '');
  } catch (error) {
    throw new Error(`${nameOfInput(source)} cannot be read: ${readProperty(error, 'code')}`);
  }
};
