/** Characters of a code for an address under attack: letters and digits. */
export const longCodeLength = 10;

const lookalikes: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/** What was typed, as one spelling: without spaces and hyphens, in capitals. It is for comparisons; the server gets what was typed. */
export const spell = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[^\p{L}\p{Nd}]/gu, '')
    .toUpperCase()
    .replace(/[OIL]/g, (letter) => lookalikes[letter] ?? letter);

/**
 * Whether nothing is missing. A mail that was asked for earlier may hold the other kind of code, so letters want all ten
 * characters even where digits are expected.
 */
export const isComplete = (spelt: string, codeLength: number): boolean =>
  spelt.length === (/^\p{Nd}*$/u.test(spelt) ? codeLength : longCodeLength);
