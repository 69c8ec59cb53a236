import { writeFile } from 'node:fs/promises';
import { readProperty } from '../core/read-error.js';
import { showWord } from './show-word.js';

/**
 * Writes a secret into a new file, which only its owner can read.
 *
 * @throws {Error} where there is such a file already: it may hold the only copy of a key
 */
export const writeNewFile = async (file: string, text: string): Promise<void> => {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const code = readProperty(error, 'code');
    throw new Error(
      code === 'EEXIST'
        ? `${showWord(file)} is there already, and is not overwritten. Give another name.`
        : `${showWord(file)} cannot be written: ${code}`,
    );
  }
};
