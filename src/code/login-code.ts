import { randomBytes, randomInt } from 'node:crypto';
import type { OptionTable } from '../core/option-table.js';
import { callable, integer, oneOf, wholeSeconds } from '../core/validate.js';

/** The `loginCode` option. */
export interface LoginCodeOptions {
  /** Digits of a code, from 6 to 12. Default: 6. */
  readonly length?: number;
  /** Seconds for which a code is valid, at most 600 (NIST SP 800-63B-4, section 3.1.3.2). Default: 300 (5 minutes). */
  readonly lifetime?: number;
  /** Guesses per code: as many with the challenge, and as many others shared by all without it. Default: 5. */
  readonly attempts?: number;
  /** Seconds after which the same caller may ask for another code for the same address. Default: 60 (1 minute). */
  readonly resendAfter?: number;
  /**
   * Makes the codes: 6 to 32 letters and digits, unpredictable. Called once per request, and at start, to look at what it
   * makes: `length` follows from that. In production, codes that repeat or are too much alike are refused there. Does not
   * make the longer codes that an attacked address gets. Default: `length` digits by `crypto.randomInt`, all equally
   * likely.
   */
  readonly generate?: () => string;
  /** Whether `login` must bring its challenge. Default: `'optional'`. */
  readonly binding?: 'optional' | 'required';
}

/** The `loginCode` option, row by row. */
export const loginCodeTable = {
  length: { check: integer(6, 12), default: 6 },
  lifetime: { check: wholeSeconds(1, 600), default: 300 },
  attempts: { check: integer(1, 10), default: 5 },
  resendAfter: { check: wholeSeconds(0, 3600), default: 60 },
  // `length` digits.
  generate: { check: callable, default: undefined },
  binding: { check: oneOf('optional', 'required'), default: 'optional' },
} satisfies OptionTable<LoginCodeOptions>;

/** Crockford's base 32: no I, L, O, U. */
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Characters of a long code. */
export const longCodeLength = 10;
/** Far longer than any code; what is longer is not worth normalising. */
const maxInput = 100;

/** C5: `length` digits, all combinations equally likely, leading zeros too. */
export const generateDigits = (length: number): string =>
  String(randomInt(10 ** length)).padStart(length, '0');

/** Ten characters of Crockford's base 32: 50 bits, for addresses under attack. */
export const generateLongCode = (): string =>
  Array.from({ length: longCodeLength }, () => crockford[randomInt(crockford.length)]).join('');

/** 128 random bits: proof of having asked for a code. */
export const generateChallenge = (): string => randomBytes(16).toString('base64url');

/** Longer text is no challenge of ours. */
const maxChallenge = 128;

/**
 * The challenge that a caller brings, without white space around it.
 *
 * @returns null where there is none. What is too long comes back as its beginning: still too long, so no code has it, and
 * nobody can have megabytes of it hashed
 */
export const readChallenge = (input: unknown): string | null => {
  if (typeof input !== 'string') return null;
  return (input.length > maxChallenge ? input.slice(0, maxChallenge + 1) : input.trim()) || null;
};

const lookalikes: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/**
 * What may stand around and between the characters of a code: white space, punctuation (quotes, dots, hyphens, brackets),
 * accents that stand for quotes, minus signs, angle brackets, what is drawn as nothing, and what a keyboard for Japanese,
 * Arabic or mathematics writes where others have a hyphen.
 */
const surroundings =
  /[\s\p{P}\p{Sk}\p{Dash}<>~\u0640\u2500\u2501\u223C\u23AF\u2796\u2800\u30FC\uFF5E\uFF70\p{Cf}\p{DI}]/gu;

const isDigit = (code: number): boolean => /^\p{Nd}$/u.test(String.fromCodePoint(code));

/** Unicode, section 4.6: the ten digits of a script stand in a row, from 0 to 9, and rows may follow one another. */
const asciiDigit = (digit: string): string => {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (isDigit(first - 1)) first -= 1;
  return String((code - first) % 10);
};

/** A number input drops leading zeros. Ten digits may be a long code, which has lost nothing. */
const restoreZeros = (code: string, digits: number): string =>
  /^[0-9]+$/.test(code) && code.length !== longCodeLength ? code.padStart(digits, '0') : code;

/**
 * What a user may have typed, as the code it stands for: without what surrounds it, upper case, digits of every script as
 * ASCII, O as 0, I and L as 1.
 *
 * @param digits - how many digits every short code has: digits that are fewer get the zeros back that a number input has
 * dropped. No such code is shorter, so the guess is at one code all the same. 0 where codes may have any length
 * @returns the code, or null where the input cannot be one
 */
export const normalizeCode = (input: unknown, digits = 0): string | null => {
  if (typeof input !== 'string' || input.length > maxInput) return null;
  const code = input
    .replace(surroundings, '')
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\P{Nd}0-9]/gu, asciiDigit)
    .replace(/[OIL]/g, (letter) => lookalikes[letter] ?? letter);
  const whole = restoreZeros(code, digits);
  return /^[0-9A-Z]{4,32}$/.test(whole) ? whole : null;
};
