import { randomBytes, randomInt } from 'node:crypto';

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
   * Makes the codes. Called once per request; must be unpredictable. Does not make the longer codes that an attacked
   * address gets. Default: `length` digits by `crypto.randomInt`, all equally likely.
   */
  readonly generate?: () => string;
  /** Whether `login` must bring its challenge. Default: `'optional'`. */
  readonly binding?: 'optional' | 'required';
}

/** Crockford's base 32: no I, L, O, U. */
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Characters of a long code. */
export const longCodeLength = 10;
/** Far longer than any code; what is longer is not worth normalising. */
const maxInput = 100;

/** `length` digits, all combinations equally likely. */
export const generateDigits = (length: number): string =>
  String(randomInt(10 ** length)).padStart(length, '0');

/** Ten characters of Crockford's base 32: 50 bits, for addresses under attack. */
export const generateLongCode = (): string =>
  Array.from({ length: longCodeLength }, () => crockford[randomInt(crockford.length)]).join('');

/** 128 random bits: proof of having asked for a code. */
export const generateChallenge = (): string => randomBytes(16).toString('base64url');

const lookalikes: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

const asciiDigit = (digit: string): string => {
  const code = digit.codePointAt(0) ?? 0;
  // U+0660 and U+06F0: the two blocks of Arabic-Indic digits, which NFKC leaves alone.
  return String(code - (code < 0x06f0 ? 0x0660 : 0x06f0));
};

/**
 * What a user may have typed, as the code it stands for: spaces and hyphens dropped, upper case, full-width and
 * Arabic-Indic digits as ASCII, O as 0, I and L as 1.
 *
 * @returns the code, or null where the input cannot be one
 */
export const normalizeCode = (input: unknown): string | null => {
  if (typeof input !== 'string' || input.length > maxInput) return null;
  const code = input
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cf}]/gu, '')
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/g, asciiDigit)
    .replace(/[OIL]/g, (letter) => lookalikes[letter] ?? letter);
  return /^[0-9A-Z]{4,32}$/.test(code) ? code : null;
};
