import type { Attributes } from '@opentelemetry/api';
import type { AuthEvent, AuthEventType } from '../core/events.js';

/** A counter: its name, what it counts (in braces, as UCUM has it), and a sentence about it. */
export interface CounterText {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
}

/** What an event adds one to. */
interface Counting<Event extends AuthEvent = AuthEvent> {
  readonly counter: CounterText;
  /** Names of ours only. An identity, an address, a session or a word of the host's would be a series of its own each. */
  readonly attributes: (event: Event) => Attributes;
}

type EventOf<Type extends AuthEventType> = Extract<AuthEvent, { type: Type }>;
type MailType = 'code' | 'notice';
type FailedMail = EventOf<'code.delivery_failed' | 'notice.delivery_failed'>;

const counter = (name: string, unit: string, description: string): CounterText => ({
  name: `email_auth.${name}`,
  unit: `{${unit}}`,
  description,
});

const requests = counter('code.requests', 'request', 'Requests for a login code that were accepted.');
const logins = counter('logins', 'login', 'Logins, with error.type where they failed.');
const refusals = counter('refusals', 'refusal', 'What a limit, the mail queue or the guard has refused.');
const blocks = counter('network.blocks', 'block', 'Blocks of a network that have begun.');
const refreshes = counter('refreshes', 'refresh', 'Tokens that were refreshed.');
const reuses = counter('token.reuses', 'reuse', 'Stolen tokens that came back.');
const ends = counter('session.ends', 'end', 'Ends of sessions; logout-everywhere counts once.');
const mails = counter('mails', 'mail', 'Tries to send a mail, by what came of them.');
const reports = counter('mail.reports', 'report', 'Reports of a provider on mails it had taken.');
const outages = counter('outages', 'outage', 'Steps of the cache, and options, that have failed.');

/** What came of a try to send a mail. `retried`: it failed, and is tried again. */
const outcomeOf = (event: AuthEvent): string | undefined => {
  switch (event.type) {
    case 'code.sent':
    case 'notice.sent':
      return 'sent';
    case 'code.withheld':
      return 'withheld';
    case 'code.delivery_failed':
    case 'notice.delivery_failed':
      return event.willRetry ? 'retried' : 'failed';
    default:
      return undefined;
  }
};

/** Of which type a mail is, and what came of it. */
export const mailAttributes = (event: AuthEvent): Attributes => ({
  'email_auth.mail.type': (event.type.startsWith('notice') ? 'notice' : 'code') satisfies MailType,
  'email_auth.mail.outcome': outcomeOf(event),
});

const failedMail = {
  counter: mails,
  attributes: (event: FailedMail): Attributes => ({
    ...mailAttributes(event),
    'email_auth.mail.scope': event.scope,
    'error.type': event.step,
  }),
};

/** Every type of event: a new one does not compile without its row. */
const countings: { readonly [Type in AuthEventType]: Counting<EventOf<Type>> } = {
  'code.requested': {
    counter: requests,
    attributes: ({ joined, long }) => ({
      'email_auth.code.type': joined ? 'joined' : long ? 'long' : 'short',
    }),
  },
  'code.withheld': { counter: mails, attributes: mailAttributes },
  'code.sent': { counter: mails, attributes: mailAttributes },
  'code.delivery_failed': failedMail,
  'login.succeeded': {
    counter: logins,
    attributes: ({ newNetwork }) => ({ 'email_auth.login.new_network': newNetwork }),
  },
  'notice.sent': { counter: mails, attributes: mailAttributes },
  'notice.delivery_failed': failedMail,
  'mail.reported': {
    counter: reports,
    attributes: ({ report }) => ({ 'email_auth.mail.report': report }),
  },
  'login.failed': { counter: logins, attributes: ({ reason }) => ({ 'error.type': reason }) },
  'request.refused': { counter: refusals, attributes: () => ({ 'email_auth.refusal.by': 'guard' }) },
  'limit.reached': { counter: refusals, attributes: ({ limit }) => ({ 'email_auth.refusal.by': limit }) },
  'ip.blocked': { counter: blocks, attributes: () => ({}) },
  'token.refreshed': { counter: refreshes, attributes: () => ({}) },
  'token.reused': { counter: reuses, attributes: () => ({}) },
  'session.ended': {
    counter: ends,
    attributes: ({ reason }) => ({ 'email_auth.session.end_reason': reason }),
  },
  'store.unavailable': {
    counter: outages,
    attributes: ({ step, code }) => ({ 'email_auth.step': step, 'error.type': code ?? '_OTHER' }),
  },
};

/** The counters, each once. */
export const counterTexts: readonly CounterText[] = [
  ...new Set(Object.values(countings).map((each: { readonly counter: CounterText }) => each.counter)),
];

/** Which counter an event adds one to, and with which attributes. Undefined for an event of a later version. */
export const countingOf = (event: AuthEvent) => {
  // Boundary: the row of its own type.
  const row = countings[event.type] as Counting | undefined;
  return row && { counter: row.counter, attributes: row.attributes(event) };
};
