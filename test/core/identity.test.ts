import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEmail } from '../../src/core/identity.js';

describe('parseEmail', () => {
  it.each([
    ['trims and lower-cases', '  Ada@Example.COM ', 'ada@example.com'],
    ['reads U+FF20 as the at sign', 'ada\uFF20example.com', 'ada@example.com'],
    ['folds the Kelvin sign', '\u212Aelvin@example.com', 'kelvin@example.com'],
    ['folds full-width letters', 'ａｄａ@example.com', 'ada@example.com'],
    ['writes an IDN domain in punycode', 'ada@Bücher.example', 'ada@xn--bcher-kva.example'],
    ['reads the ideographic full stop in a domain', 'ada@example。com', 'ada@example.com'],
    ['keeps plus tags', 'ada+tag@example.com', 'ada+tag@example.com'],
    ['keeps letters of other scripts', '用户@example.com', '用户@example.com'],
  ])('%s', (_, input, expected) => {
    expect(parseEmail(input)).toBe(expected);
  });

  it.each([
    ['no at sign', 'ada.example.com'],
    ['two at signs', 'ada@b@example.com'],
    ['a second at sign by U+FF20', 'ada@b\uFF20example.com'],
    ['a local part of 400 characters', `${'a'.repeat(400)}@example.com`],
    ['a local part of 65 octets', `${'a'.repeat(65)}@example.com`],
    [
      'a whole of 255 octets',
      `abc@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.example`,
    ],
    ['CR and LF', 'ada@example.com\r\nbcc: eve@example.com'],
    ['CR and LF in the local part', 'ada\r\nbcc@example.com'],
    ['NUL', 'ada\0@example.com'],
    ['a comma', 'ada,eve@example.com'],
    ['two addresses', 'a@b.example, c@d.example'],
    ['a display name', 'Ada <ada@example.com>'],
    ['a quoted local part', '"ada"@example.com'],
    ['a comment', 'ada(x)@example.com'],
    ['a space', 'ada lovelace@example.com'],
    ['a path after the domain', 'ada@example.com/x'],
    ['a port after the domain', 'ada@example.com:25'],
    ['a percent-encoded domain', 'ada@ex%61mple.com'],
    ['a domain that is a number', 'ada@127.0.0.1'],
    ['a domain literal', 'ada@[127.0.0.1]'],
    ['a domain of one label', 'ada@localhost'],
    ['a trailing dot', 'ada@example.com.'],
    ['a label that ends with a hyphen', 'ada@example-.com'],
    ['two dots', 'ada..l@example.com'],
    ['a lone surrogate', 'ada\uD800@example.com'],
    ['nothing', ''],
    ['10 kB', 'a'.repeat(10_000)],
  ])('refuses %s', (_, input) => {
    expect(parseEmail(input)).toBeNull();
  });

  it('answers its own answers unchanged, and only what cannot be taken for two recipients', () => {
    const part = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(part, part, (local, domain) => {
        const once = parseEmail(`${local}@${domain}.com`);
        if (once === null) return;
        expect(parseEmail(once)).toBe(once);
        expect(once).not.toMatch(/[\s,;<>"()[\]\\\p{Cc}]/u);
        expect(once.split('@')).toHaveLength(2);
      }),
      { numRuns: 5000 },
    );
  });
});
