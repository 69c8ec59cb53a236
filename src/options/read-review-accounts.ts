import { normalizeCode } from '../code/login-code.js';
import { isHardToGuess, sealOf } from '../code/review-code.js';
import type { Clock } from '../core/clock.js';
import type { Logger } from '../core/logger.js';
import type { IdentitySettings } from './read-identity.js';
import { type ReviewAccountOptions, timeOf } from './review-accounts-option.js';

/** An identity that logs in with a fixed code. */
export interface ReviewAccount {
  /** What is kept of its code: see `sealOf`. */
  readonly seal: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** The review account of an identity; null where it has none, or none any more. */
export type FindReviewAccount = (identity: string, now: number) => ReviewAccount | null;

const longest = 90 * 86_400_000;

const parse = (given: string, option: string, identity: IdentitySettings): string => {
  const parsed = identity.parse(given);
  if (parsed) return parsed;
  throw new TypeError(`${option} must be one that can log in: identity.parse refuses it`);
};

const seal = (given: string, option: string, identity: string): string => {
  const code = normalizeCode(given);
  if (code !== null && isHardToGuess(code)) return sealOf(identity, code);
  throw new TypeError(
    `${option} must be hard to guess: 10 to 32 letters and digits without U, or 16 to 32 digits, drawn at random, with ` +
      'no pattern, no row of neighbours and no word. See docs/review-accounts.md for a command that makes one',
  );
};

/**
 * The `reviewAccounts` option. What has ended is no mistake: a server that was started with it must start again.
 *
 * @throws {TypeError} naming the entry
 */
export const readReviewAccounts = (
  given: readonly ReviewAccountOptions[],
  {
    identity,
    clock,
    logger,
  }: { readonly identity: IdentitySettings; readonly clock: Clock; readonly logger: Logger },
): FindReviewAccount => {
  const now = given.length > 0 ? clock() : 0;
  const accounts = new Map<string, ReviewAccount>();
  for (const [index, entry] of given.entries()) {
    const option = `reviewAccounts[${index}]`;
    const name = parse(entry.identity, `${option}.identity`, identity);
    const until = timeOf(entry.until);
    if (until - now > longest) throw new TypeError(`${option}.until must be at most 90 days from now`);
    if (accounts.has(name)) throw new TypeError(`${option}.identity is the same as one before it`);
    if (until <= now)
      logger.warn(`${option} has ended: its address gets mail again. Remove it, or set a later until.`);
    accounts.set(name, { seal: seal(entry.code, `${option}.code`, name), until });
  }
  return (name, at) => {
    const account = accounts.get(name);
    return account !== undefined && at < account.until ? account : null;
  };
};
