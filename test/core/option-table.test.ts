import { describe, expect, it } from 'vitest';
import { fillIn, type OptionTable, recordRow } from '../../src/core/option-table.js';
import { integer, text } from '../../src/core/validate.js';

interface Inner {
  readonly size?: number;
  readonly name?: string;
}

const innerTable = {
  size: { check: integer(1, 9), default: 3 },
  name: { check: text, default: undefined },
} satisfies OptionTable<Inner>;

describe('a table of options', () => {
  it('fills in what is left out, and what is undefined', () => {
    expect(fillIn(innerTable, {})).toEqual({ size: 3, name: undefined });
    expect(fillIn(innerTable, { size: 4, name: 'a' })).toEqual({ size: 4, name: 'a' });
    expect(Object.isFrozen(fillIn(innerTable, {}))).toBe(true);
  });

  it('checks each by its row, where it is an option itself', () => {
    const { check, default: standard } = recordRow<Inner>(innerTable);
    expect(check({ size: 4 }, 'inner')).toEqual({ size: 4 });
    expect(() => check({ size: 0 }, 'inner')).toThrow('inner.size must be a whole number from 1 to 9, not 0');
    expect(() => check({ siz: 1 }, 'inner')).toThrow('inner.siz is not an option; did you mean inner.size?');
    expect(fillIn(innerTable, standard)).toEqual({ size: 3, name: undefined });
  });

  it('has a row for each option, with a default of its type', () => {
    const rows = { size: innerTable.size };
    // @ts-expect-error `name` has no row
    rows satisfies OptionTable<Inner>;
    const mistaken = { ...innerTable, size: { check: integer(1, 9), default: '3' } };
    // @ts-expect-error text is no size
    mistaken satisfies OptionTable<Inner>;
    const { size, name } = fillIn(innerTable, {} as Inner);
    // A number: its default is one. Nothing stands for a name.
    size satisfies number;
    // @ts-expect-error it may be undefined
    name satisfies string;
    expect([size, name]).toEqual([3, undefined]);
  });
});
