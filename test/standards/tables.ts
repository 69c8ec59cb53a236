import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A page of the repository. */
export const readPage = (path: string): string =>
  readFileSync(resolve(import.meta.dirname, '../..', path), 'utf8');

/** The rows of a page's tables whose first cell fits, cell by cell. */
export const rowsOf = (page: string, first: RegExp): string[][] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim()),
    )
    .filter(([cell = '']) => first.test(cell));

/** What stands under a heading. */
export const sectionOf = (page: string, heading: string): string =>
  page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
