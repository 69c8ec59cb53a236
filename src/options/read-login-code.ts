import { generateDigits, type LoginCodeOptions, loginCodeTable, normalizeCode } from '../code/login-code.js';
import { callHarmlessly } from '../core/harmless.js';
import { inProduction } from '../core/in-production.js';
import { fillIn } from '../core/option-table.js';

/** The `loginCode` option with its defaults, and what follows from it. */
export interface LoginCodeSettings {
  readonly loginCode: Required<LoginCodeOptions>;
  /** How many digits every short code has; 0 where `loginCode.generate` makes them. */
  readonly shortCodeDigits: number;
}

/** All limits are reckoned with codes that are one of a million. */
const shortest = 6;
/** Half of a million: many a generator leaves out the codes that begin with a zero. */
const fewestCodes = 500_000;
/** So many that each of ten digits is seen at each place. */
const sampleSize = 200;
/** Of a million, 200 codes hold the same one twice in one sample of fifty. */
const mostRepeated = 10;

const ask = (generate: () => unknown): unknown => {
  try {
    return generate();
  } catch (cause) {
    throw new TypeError('loginCode.generate must answer with a code; it throws', { cause });
  }
};

/** Not only at start: many a generator forgets the zeros in front, and makes a short code in ten. */
const checked = (generate: () => unknown) => (): string => {
  const code = ask(generate);
  if (typeof code === 'string' && (normalizeCode(code)?.length ?? 0) >= shortest) return code;
  // A promise, perhaps: it must not end the process.
  callHarmlessly(() => code);
  throw new TypeError(`loginCode.generate must answer with ${shortest} to 32 letters and digits`);
};

/** How many codes there can be, as a sample shows: the characters seen at each place, multiplied. */
const countCodes = (codes: readonly string[]): number => {
  const places = Math.min(...codes.map((code) => code.length));
  const seen = Array.from({ length: places }, (_, place) => new Set(codes.map((code) => code[place])).size);
  return seen.reduce((product, characters) => product * characters, 1);
};

/** Elsewhere a fixed code is how tests log in, and what made it may count its calls: there it is called only once. */
const refuseGuessable = (make: () => string): void => {
  const codes = Array.from({ length: sampleSize }, () => normalizeCode(make()) ?? '');
  const repeated = sampleSize - new Set(codes).size;
  if (repeated > mostRepeated || countCodes(codes) < fewestCodes) {
    throw new TypeError(
      `loginCode.generate makes codes that can be guessed: ${sampleSize} of them in a row are too much alike. ` +
        'Make all of a million or more equally likely, by randomInt of node:crypto. For an app reviewer or a test that ' +
        'needs a fixed code, there are reviewAccounts',
    );
  }
};

/** @returns how many characters its codes have */
const lookAt = (make: () => string, length: number | undefined): number => {
  const made = normalizeCode(make())?.length ?? 0;
  if (length !== undefined && length !== made) {
    throw new TypeError(
      `loginCode.length must be what loginCode.generate makes, which is ${made}, and not ${length}: ` +
        'leave it out',
    );
  }
  if (inProduction()) refuseGuessable(make);
  return made;
};

/**
 * The `loginCode` option. What makes the codes is called at start, to look at what it makes.
 *
 * @throws {TypeError} where `generate` makes no codes, or codes that are too easy to guess
 */
export const readLoginCode = (given: LoginCodeOptions): LoginCodeSettings => {
  const options = fillIn(loginCodeTable, given);
  const own = options.generate && checked(options.generate);
  const length = own ? lookAt(own, given.length) : options.length;
  const generate = own ?? (() => generateDigits(length));
  return {
    loginCode: Object.freeze({ ...options, length, generate }),
    shortCodeDigits: own ? 0 : length,
  };
};
