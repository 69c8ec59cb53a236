import { createHmac, timingSafeEqual } from 'node:crypto';

/** As many as a long code has: it is guessed at under the same limits. */
const fewestBits = 50;
/** Crockford's base 32, in its order. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const longest = 32;
/** A repetition of so many characters, or so many in a row, is no chance. */
const tellingRepetition = 4;
const tellingRun = 5;
const fewestCharacters = 5;
/** What people make up for a reviewer, as `normalizeCode` has it: words, and neighbours on a keyboard. */
const familiar = [
  ...[
    'ADM1N',
    'APP1E',
    'C0DE',
    'DEM0',
    'G00G1E',
    'L0G1N',
    'PASS',
    'P1AY',
    'REV1EW',
    'SECRET',
    'ST0RE',
    'TEST',
  ],
  ...['QWER', 'ASDF', 'ZXCV', '1Q2W', '1QAZ', 'Q1W2'],
];

/** The characters that a code seems to be drawn from. */
const varietyOf = (code: string): number => {
  if (/^\d+$/.test(code)) return 10;
  return /^[\dA-F]+$/.test(code) ? 16 : alphabet.length;
};

/** Whether it is its own beginning over and over: `ABCABCABCA`, `0123456789012345`. */
const isRepeated = (code: string): boolean => {
  const periods = Array.from({ length: code.length - tellingRepetition }, (_, i) => i + 1);
  return periods.some((period) => code.startsWith(code.slice(period)));
};

/** Whether characters are the same, or stand in their order, up or down: `55555`, `12345`, `EDCBA`. */
const hasRun = (code: string): boolean => {
  const order = [...code].map((character) => alphabet.indexOf(character));
  return [0, 1, -1].some((step) => {
    let run = 1;
    return order.some((place, i) => {
      run = place - (order[i - 1] ?? Number.NaN) === step ? run + 1 : 1;
      return run >= tellingRun;
    });
  });
};

/** Every second character: `1Q2W3E4R5T` counts, and so does `1122334455`. */
const everySecond = (code: string, first: 0 | 1): string =>
  [...code].filter((_, i) => i % 2 === first).join('');

const isMadeUp = (code: string): boolean =>
  isRepeated(code) ||
  [code, everySecond(code, 0), everySecond(code, 1)].some(hasRun) ||
  familiar.some((piece) => code.includes(piece));

/**
 * C6: Whether a code, as `normalizeCode` has it, can be the fixed one of a review account: at least 50 bits, drawn from ten
 * digits, from sixteen (hexadecimal), or from Crockford's base 32, and nothing in it that somebody made up.
 */
export const isHardToGuess = (code: string): boolean =>
  [...code].every((character) => alphabet.includes(character)) &&
  code.length <= longest &&
  code.length * Math.log2(varietyOf(code)) >= fewestBits &&
  new Set(code).size >= fewestCharacters &&
  !isMadeUp(code);

/** What is kept of a fixed code in memory. In the cache it is named by an HMAC of this, under a key of the service. */
export const sealOf = (identity: string, code: string): string =>
  createHmac('sha256', 'pothos-plugin-email-auth review account')
    .update(JSON.stringify([identity, code]), 'utf8')
    .digest('base64url');

/**
 * Whether a code is the sealed one. Anybody can compute seals: a comparison that stops at the first difference would tell
 * how much of one is right.
 */
export const isSealed = (seal: string, identity: string, code: string): boolean =>
  timingSafeEqual(Buffer.from(sealOf(identity, code)), Buffer.from(seal));
