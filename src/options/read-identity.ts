import {
  type IdentityOptions,
  identityTable,
  mailboxOf,
  type ParseIdentity,
  parseEmail,
} from '../code/identity.js';
import { callHarmlessly } from '../core/harmless.js';
import { fillIn } from '../core/option-table.js';

type MailboxOf = Required<IdentityOptions>['mailbox'];

/** An answer that is no text, a promise perhaps, would make one identity of all of them. */
const textOrNull =
  (parse: ParseIdentity): ParseIdentity =>
  (input) => {
    const answer: unknown = parse(input);
    if (answer === null || answer === undefined) return null;
    if (typeof answer === 'string') return answer;
    callHarmlessly(() => answer);
    throw new TypeError('identity.parse must answer with a string or null, at once');
  };

/** An answer that is no text would make one mailbox of all identities. */
const checked =
  (mailbox: MailboxOf): MailboxOf =>
  (identity) => {
    const answer: unknown = mailbox(identity);
    if (typeof answer === 'string' && answer !== '') return answer;
    // A promise, perhaps: it must not end the process.
    callHarmlessly(() => answer);
    throw new TypeError('identity.mailbox must answer with a string that is not empty');
  };

/** The `identity` option with its defaults. */
export type IdentitySettings = Required<IdentityOptions>;

/** The `identity` option with its defaults. Only of what `parseEmail` answers is it known where a tag begins. */
export const readIdentity = (given: IdentityOptions): IdentitySettings => {
  const { argument, parse, mailbox } = fillIn(identityTable, given);
  const byDefault = parse === parseEmail ? mailboxOf : (identity: string) => identity;
  return Object.freeze({ argument, parse: textOrNull(parse), mailbox: checked(mailbox ?? byDefault) });
};
