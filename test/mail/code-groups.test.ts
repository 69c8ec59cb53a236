import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateLongCode, normalizeCode } from '../../src/code/login-code.js';
import { groupsOf, inGroups } from '../../src/mail/code-groups.js';

describe('a code in groups', () => {
  it.each([
    ['042137', '042137'],
    ['04213755', '04213755'],
    ['042137550', '04213-7550'],
    ['ABCDEFGHJK', 'ABCDE-FGHJK'],
    ['012345678901', '0123-4567-8901'],
    ['ABC-DEF-GHJ', 'ABC-DEF-GHJ'],
    ['１２３４５６７８９０', '１２３４５６７８９０'],
  ])('%s is written %s', (code, written) => {
    expect(inGroups(code)).toBe(written);
  });

  it('is the same code to a login', () => {
    for (let i = 0; i < 100; i += 1) {
      const code = generateLongCode();
      expect(normalizeCode(inGroups(code))).toBe(normalizeCode(code));
    }
    const own = fc.string({ unit: fc.constantFrom(...'0123456789ABCXYZ-'), minLength: 6, maxLength: 32 });
    const property = fc.property(own, (code) => {
      expect(normalizeCode(inGroups(code))).toBe(normalizeCode(code));
    });
    fc.assert(property);
  });

  it('has groups that somebody can keep in mind', () => {
    const own = fc.string({ unit: fc.constantFrom(...'0123456789ABC'), minLength: 9, maxLength: 32 });
    const property = fc.property(own, (code) => {
      const groups = groupsOf(code);
      expect(groups.join('')).toBe(code);
      expect(groups.every(({ length }) => length >= 1 && length <= 5)).toBe(true);
    });
    fc.assert(property);
  });
});
