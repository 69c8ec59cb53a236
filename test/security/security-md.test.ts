import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources } from '../rules/modules.js';
import { breaks } from './breaks/index.js';
import { guarantees } from './guarantees/index.js';

const securityMd = readFileSync(resolve(import.meta.dirname, '../../SECURITY.md'), 'utf8');

/** The lines of "What is guaranteed": id and sentence. */
const lines = [...securityMd.matchAll(/^\| ([A-Z]\d) \| (.*) \|$/gm)].map(([, id, must]) => ({ id, must }));

const sources = readSources();
const comments = [...sources]
  .filter(([path]) => !path.includes('generated'))
  .flatMap(([, source]) => source.match(/\/\/.*|\/\*[\s\S]*?\*\//g) ?? []);

describe('SECURITY.md', () => {
  it('has a row for each line, and a line for each row', () => {
    expect(lines.length).toBeGreaterThan(30);
    expect(guarantees.map(({ id, must }) => ({ id, must }))).toEqual(lines);
  });

  it.each(lines)('$id has an attack', ({ id }) => {
    const attacks = guarantees.find((guarantee) => guarantee.id === id)?.attack ?? {};
    expect(Object.keys(attacks)).not.toEqual([]);
  });

  it.each(lines)('$id stands in a comment at the code that obeys it', ({ id }) => {
    expect(comments.filter((comment) => new RegExp(`\\b${id}\\b`).test(comment))).not.toEqual([]);
  });

  it.each(lines)('$id has a break that turns its row red', ({ id }) => {
    expect(breaks.filter((each) => each.id === id)).not.toEqual([]);
  });

  it.each(breaks)('the break of $id in $file still fits its code: $from', ({ file, from, to }) => {
    expect(sources.get(file)?.split(from)).toHaveLength(2);
    expect(to).not.toBe(from);
  });
});
