import { list, record, text } from '../core/validate.js';
import { wrongString } from '../core/wrong-value.js';

/** An address of an app reviewer or of an end-to-end test: it gets no mail, and logs in with a code that stays the same. */
export interface ReviewAccountOptions {
  /** As a caller would type it. */
  readonly identity: string;
  /**
   * 10 or more letters and digits, or 16 or more digits, made at random. It needs a challenge: the answer to a request for
   * a code. Screens that have ten places for a long code need one of ten.
   */
  readonly code: string;
  /** When the address becomes one like any other: a `Date`, or ISO 8601 with a zone. At most 90 days away. */
  readonly until: Date | string;
}

/** ISO 8601: a date, or a time with its zone. Without one, it would be another time on another machine. */
const iso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

/** Milliseconds since 1970; NaN where it is no time. */
export const timeOf = (value: unknown): number => {
  if (value instanceof Date) return value.getTime();
  return typeof value === 'string' && iso.test(value) ? Date.parse(value) : Number.NaN;
};

const account = record<ReviewAccountOptions>(
  {
    identity: text,
    code: text,
    until: (value, option) => {
      if (Number.isFinite(timeOf(value))) return;
      throw wrongString(option, 'a Date, or a text such as 2030-01-31 or 2030-01-31T12:00Z', value);
    },
  },
  ['identity', 'code', 'until'],
);

/** The `reviewAccounts` option. */
export const reviewAccountsCheck = list(account, 'review accounts', { min: 0, max: 20 });
