import { describe, expect, it } from 'vitest';
import { forgedTokens } from '../service/forged-tokens/index.js';
import { vectors } from '../vectors/vectors.js';
import { requirements } from './index.js';
import { readPage, rowsOf, sectionOf } from './tables.js';

const page = readPage('docs/standards.md');
const requirement = /^(ASVS|NIST|RFC) \S/;
const idOf = (cells: readonly string[]) => cells[0] ?? '';

const rows = rowsOf(page, requirement).map((cells) => ({
  cells,
  requirement: idOf(cells),
  status: cells.at(-2) ?? '',
  how: cells.at(-1) ?? '',
}));
// A test of its own compares the guarantees of SECURITY.md with those that are attacked.
const guarantees = rowsOf(readPage('SECURITY.md'), /^[A-Z]\d$/).map(idOf);
const known = new Set([...guarantees, ...[...vectors, ...requirements, ...forgedTokens].map(({ id }) => id)]);

/** The ids of tests that a cell names. */
const testsIn = (how: string): string[] =>
  [...how.matchAll(/`([A-Z]\d|(?:vector|standard|token)-[\w-]+)`/g)].map(([, id = '']) => id);

/** How many requirements each section has, of what has numbers throughout. */
const sections: Readonly<Record<string, number>> = {
  ...{ 'ASVS 3.3': 5 },
  ...{ 'ASVS 6.1': 3, 'ASVS 6.2': 12, 'ASVS 6.3': 8, 'ASVS 6.4': 6 },
  ...{ 'ASVS 6.5': 8, 'ASVS 6.6': 4, 'ASVS 6.7': 2, 'ASVS 6.8': 4 },
  ...{ 'ASVS 7.1': 3, 'ASVS 7.2': 4, 'ASVS 7.3': 2, 'ASVS 7.4': 5, 'ASVS 7.5': 3, 'ASVS 7.6': 2 },
  ...{ 'ASVS 9.1': 3, 'ASVS 9.2': 4 },
  ...{ 'NIST 3.1': 7, 'NIST 3.2': 12, 'NIST 5': 3 },
  ...{ 'RFC 8725 3': 12, 'RFC 9700 2': 6, 'RFC 9700 4': 17, 'RFC 6750 2': 3 },
};
const numbers = Object.entries(sections).flatMap(([section, count]) =>
  Array.from({ length: count }, (_, i) => `${section}.${i + 1}`),
);
/** What a page leaves out of one standard, such as `ASVS 6.2` and `ASVS 6.4.2`: the numbers after "Not concerned". */
const leftOut = page.split('\n## ').flatMap((chapter) => {
  const standard = /ASVS|NIST|RFC \d+/.exec(chapter)?.[0] ?? '';
  const texts = [...chapter.matchAll(/^Not concerned:[\s\S]*?\n(?:\n|$)/gm)].map(([text]) => text);
  return texts.flatMap((text) => text.match(/\b\d(\.\d+)+/g) ?? []).map((number) => `${standard} ${number}`);
});
/** Whether something stands for a requirement: it, a part of it, or for what is left out, all that it is part of. */
const isPart = (part: string, whole: string): boolean =>
  part === whole || part.startsWith(`${whole}.`) || part.startsWith(`${whole} `);

describe('docs/standards.md', () => {
  it('has a status and a reason for every requirement, each once', () => {
    expect(rows.length).toBeGreaterThan(90);
    const broken = rows.filter(
      ({ cells, status }) => cells.some((cell) => cell === '') || !/^(met|not met|host)$/.test(status),
    );
    expect(broken).toEqual([]);
    expect(new Set(rows.map((row) => row.requirement)).size).toBe(rows.length);
  });

  it('names for all that is met a test that there is', () => {
    const unproved = rows.filter(({ status, how }) => status === 'met' && testsIn(how).length === 0);
    expect(unproved.map((row) => row.requirement)).toEqual([]);
    const unknown = rows.flatMap(({ how }) => testsIn(how)).filter((id) => !known.has(id));
    expect(unknown).toEqual([]);
  });

  it('leaves no test unused that was written for it', () => {
    const used = new Set(rows.flatMap(({ how }) => testsIn(how)));
    expect(requirements.map(({ id }) => id).filter((id) => !used.has(id))).toEqual([]);
  });

  it.each(numbers)('says what becomes of %s, or that it does not concern us', (number) => {
    const isThere = rows.some((row) => isPart(row.requirement, number));
    expect({ isThere, isLeftOut: leftOut.some((left) => isPart(number, left)) }).toEqual({
      isThere,
      isLeftOut: !isThere,
    });
  });
});

describe('SECURITY.md, about standards', () => {
  it('lists what is not met, all of it, and nothing else', () => {
    const listed = rowsOf(sectionOf(readPage('SECURITY.md'), 'Standards'), requirement)
      .flatMap((cells) => idOf(cells).split(', '))
      .sort();
    const notMet = rows.filter(({ status }) => status === 'not met').map((row) => row.requirement);
    expect(listed).toEqual(notMet.sort());
  });
});
