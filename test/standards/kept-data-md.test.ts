import { describe, expect, it } from 'vitest';
import {
  accountLifetime,
  budgetSlots,
  maxCodes,
  maxNetworks,
  maxReplaced,
  repeatWindow,
} from '../../src/store/bounds.js';
import { keptKinds } from '../support/kept-data.js';
import { readPage, rowsOf, sectionOf } from './tables.js';

const page = sectionOf(readPage('SECURITY.md'), 'What is kept about a person');
const rows = rowsOf(page, /^`[\w:]+`$/).map((cells) => ({
  kind: cells[0]?.replaceAll('`', '') ?? '',
  inside: cells[1] ?? '',
  howMany: cells[2] ?? '',
  howLong: cells[3] ?? '',
}));
const rowOf = (kind: string) => rows.find((row) => row.kind === kind);

const units: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };
/** The time that a cell begins with, in seconds. */
const secondsIn = (cell: string): number => {
  const [, count, unit = ''] = /^(\d+) (\w+?)s?\b/.exec(cell) ?? [];
  return Number(count) * (units[unit] ?? Number.NaN);
};

describe('SECURITY.md, about what is kept', () => {
  it('has a row for each kind of record, and no cell is empty', () => {
    expect(rows.map(({ kind }) => kind).sort()).toEqual(Object.keys(keptKinds).sort());
    expect(rows.filter((row) => Object.values(row).includes(''))).toEqual([]);
  });

  it.each(Object.entries(keptKinds))('says how long %s is kept', (kind, seconds) => {
    expect(secondsIn(rowOf(kind)?.howLong ?? '')).toBe(seconds);
  });

  it('has the numbers of the source', () => {
    expect(rowOf('codes')?.howMany).toBe(`${maxCodes} an identity`);
    expect(rowOf('session')?.inside).toContain(`up to ${maxReplaced} replaced generations`);
    expect(rowOf('account')?.howMany).toContain(`${maxNetworks} networks`);
    expect(keptKinds).toMatchObject({ spent: repeatWindow / 1000, account: accountLifetime / 1000 });
    const budgets = rows.filter(({ howMany }) => howMany.includes('times'));
    expect(budgets.map(({ howMany }) => Number(/(\d+) times/.exec(howMany)?.[1]))).toEqual(
      budgets.map(() => budgetSlots + 1),
    );
  });
});
