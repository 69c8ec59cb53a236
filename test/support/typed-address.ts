import fc from 'fast-check';

const oneOf = (characters: string) => fc.constantFrom(...characters);

const letter = oneOf('abzAZ019üßẞéσςΣİıйЙ用दـᲀ𐐀');
/** What a dot-atom may hold, and what mail servers make more of than a letter. */
const special = oneOf("#$&'*+/=?^_`{}~-");
/** What must be refused, dropped or rewritten. */
const odd = oneOf(
  '%!|.@,;:<>"()[]\\ \t\n\0\u200B\u200C\u034F\u0338\u0308\u00AD\uFF05\uFF01\uFF20\u3002\uFF0E\uFE0F',
);
const anything = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 });

const localPart = fc
  .array(
    fc.string({
      unit: fc.oneof(
        { weight: 20, arbitrary: letter },
        { weight: 4, arbitrary: special },
        { weight: 1, arbitrary: odd },
        { weight: 1, arbitrary: anything },
      ),
      minLength: 1,
      maxLength: 12,
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((atoms) => atoms.join('.'));

const label = fc.oneof(
  fc.constantFrom('faß', 'xn--fa-hia', 'col·legi', 'ΝΙΚΟΣ', 'Bücher', 'ア・イ', 'نامه\u200Cای', '🦊'),
  fc.string({
    unit: fc.oneof({ weight: 30, arbitrary: letter }, { weight: 1, arbitrary: fc.oneof(odd, anything) }),
    minLength: 1,
    maxLength: 10,
  }),
);

/** Addresses as users and attackers type them: most are in order, many are rewritten, some must be refused. */
export const typedAddress: fc.Arbitrary<string> = fc
  .tuple(localPart, label, fc.constantFrom('@', '@', '@', '\uFF20', '\u200B@\u2060'))
  .map(([local, domain, at]) => `${local}${at}${domain}.test`);
