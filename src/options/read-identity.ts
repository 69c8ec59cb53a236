import { type IdentityOptions, mailboxOf, parseEmail } from '../core/identity.js';
import { withDefaults } from './with-defaults.js';

type MailboxOf = Required<IdentityOptions>['mailbox'];

/** An answer that is no text would make one mailbox of all identities. */
const checked =
  (mailbox: MailboxOf): MailboxOf =>
  (identity) => {
    const answer: unknown = mailbox(identity);
    if (typeof answer === 'string' && answer !== '') return answer;
    throw new TypeError('identity.mailbox must answer with a string that is not empty');
  };

/** The `identity` option with its defaults. Only of what `parseEmail` answers is it known where a tag begins. */
export const readIdentity = (given: IdentityOptions = {}): Required<IdentityOptions> => {
  const { parse = parseEmail } = given;
  const mailbox = given.mailbox ?? (parse === parseEmail ? mailboxOf : (identity: string) => identity);
  return { ...withDefaults({ argument: 'email', parse, mailbox }, given), mailbox: checked(mailbox) };
};
