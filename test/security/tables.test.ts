import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tables } from './tables.js';

const root = resolve(import.meta.dirname, '../..');
const twice = (ids: readonly string[]) => ids.filter((id, i) => ids.indexOf(id) !== i);

describe.each(tables)('the table of $about', ({ file, ids, rows }) => {
  it('stands where it is said to, and has rows', () => {
    expect(existsSync(resolve(root, file))).toBe(true);
    expect(rows.length).toBeGreaterThan(10);
  });

  it('has an id of its kind for each row', () => {
    expect(rows.filter(({ id }) => !ids.test(id))).toEqual([]);
  });

  it('says of each row what must be so', () => {
    expect(rows.filter(({ must }) => must.trim() === '')).toEqual([]);
  });
});

describe('the tables', () => {
  it('share no id', () => {
    expect(twice(tables.flatMap(({ rows }) => rows.map(({ id }) => id)))).toEqual([]);
  });
});
