import type { ParsedCaller } from '../core/caller.js';
import { AuthError } from '../core/errors.js';
import { mapValues } from '../core/map-values.js';
import { ownText } from '../core/own-text.js';
import type { Question } from '../core/question.js';
import { type ChooseLocale, localeOf } from '../mail/choose-locale.js';

/** A header is a stranger's text, and a question may wait in the queue of mails: longer ones are cut. */
const maxUserAgent = 512;
/** Characters of JSON, for the same reason. Tokens of captchas have up to 2,048. */
const maxArgs = 10_000;

/** Characters of JSON; no more of it is looked at than may be. */
const sizeOf = (value: unknown): number => {
  let left = maxArgs;
  const measure = (_: string, part: unknown): unknown => {
    // Everything has a character at least.
    left -= 1 + (typeof part === 'string' ? part.length : 0);
    if (left < 0) throw new RangeError('Too long.');
    return typeof part === 'bigint' ? String(part) : part;
  };
  try {
    return JSON.stringify(value, measure)?.length ?? 0;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
};

/** The arguments may wait in the queue of mails, and the document that they stood in may be a thousand times as long. */
const keep = (args: object): object => ({
  // With symbols, which no caller can send.
  ...args,
  ...mapValues(args as Readonly<Record<string, unknown>>, (value) =>
    typeof value === 'string' ? ownText(value) : value,
  ),
});

/** @throws {AuthError} `BAD_USER_INPUT` naming the longest argument, where all together are too long */
const readArgs = (args: object = {}): object => {
  if (sizeOf(args) <= maxArgs) return Object.freeze(keep(args));
  const longest = Object.entries(args).sort(([, one], [, other]) => sizeOf(other) - sizeOf(one))[0];
  throw new AuthError('BAD_USER_INPUT', { argument: longest?.[0] ?? 'args' });
};

/** Reads what travels with a question, once: getters of a host may answer otherwise later, or throw. */
export const readQuestion = (chooseLocale: ChooseLocale, caller: ParsedCaller): Question => {
  const args = readArgs(caller.args);
  const { userAgent } = caller;
  return {
    ip: caller.ip,
    userAgent: userAgent === null ? null : ownText(userAgent.slice(0, maxUserAgent)),
    locale: localeOf(chooseLocale, { args, locale: caller.locale }),
    args,
  };
};
