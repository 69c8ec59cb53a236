import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder that is there until the tests of a file are over. */
export const useTemporaryFiles = () => {
  const folder = mkdtempSync(join(tmpdir(), 'email-auth-cli-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let files = 0;
  const nextFile = (): string => {
    files += 1;
    return join(folder, `${files}.txt`);
  };
  return {
    folder,
    /** A name that no file has yet. */
    nextFile,
    /** A file with this text. */
    fileWith: (text: string): string => {
      const path = nextFile();
      writeFileSync(path, text);
      return path;
    },
  };
};
