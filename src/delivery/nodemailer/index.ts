import type { SendMailOptions } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { withDeadline } from '../../core/deadline.js';
import { inProduction } from '../../core/in-production.js';
import { terminal } from '../../core/terminal.js';
import { checkRecord } from '../../core/validate.js';
import { createTerminalDelivery, type Delivery } from '../delivery.js';
import { markUnsent } from '../failure/connection.js';
import type { LoginCodeMessage, Message } from '../message.js';
import { exactRecipient, withExactEnvelope } from './exact-envelope.js';
import { type OpenTransporter, openTransporter } from './open-transporter.js';
import { probeSmtp, smtpOptionsOf } from './smtp-probe.js';
import { watchReading } from './watch-reading.js';

type Sender = NodemailerDeliveryOptions['from'];

/** Options of `nodemailerDelivery`. */
export interface NodemailerDeliveryOptions {
  /**
   * An SMTP URL (`smtps://user:password@host`), nodemailer's options, or a transporter of your own. Default: codes are
   * printed to the terminal, with a warning; in production it is refused.
   */
  readonly transport?: string | object | undefined;
  /** The sender: an address, or an address with a name (`'Example <login@example.com>'`). */
  readonly from: string | { readonly name: string; readonly address: string };
}

/** The address of the sender, the way nodemailer puts it into `MAIL FROM`. */
const addressOf = (from: Sender): string => {
  if (!from) throw new TypeError("from is missing: give the sender's address");
  const address = new MailComposer({ from: typeof from === 'string' ? from : { ...from } })
    .compile()
    .getEnvelope().from;
  if (!address || address.indexOf('@') < 0) {
    throw new TypeError("from must hold the sender's address, such as 'Example <login@example.com>'");
  }
  return address;
};

/** draft-goto-otp-token. nodemailer takes ASCII alone, and a code of the host's own may have full-width digits. */
const otpOf = ({ code, origin }: LoginCodeMessage): SendMailOptions =>
  origin && /^[\x21-\x7e]+$/.test(code) ? { otp: { code, origin } } : {};

const mailOf = (
  { id, identity, subject, text, html, locale, signal }: Message,
  from: Sender,
  address: string,
): SendMailOptions => ({
  from,
  to: exactRecipient(identity),
  messageId: `<${id}@${address.slice(address.lastIndexOf('@') + 1)}>`,
  subject,
  text,
  html,
  signal,
  headers: {
    // RFC 3834, section 5: no out-of-office replies to this.
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    // RFC 3282.
    'Content-Language': locale,
  },
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** Codes of a service whose `transport` is misspelt would go to the terminal. What is wrong with the values, others say. */
const checkNames = (given: NodemailerDeliveryOptions): NodemailerDeliveryOptions =>
  checkRecord<NodemailerDeliveryOptions>(given, 'options', { transport: () => {}, from: () => {} });

/** Milliseconds that a probe may take by itself. */
const patience = 10_000;

/**
 * What can be found out without a mail. Over SMTP: whether the server takes a mail from the sender. Elsewhere what
 * nodemailer's `verify` finds, and nothing where the transport has none.
 */
const createCheck = (
  { current }: OpenTransporter,
  sender: string,
  closing: () => AbortSignal,
): Delivery['check'] => {
  const { transporter: transport } = current();
  // A transporter that is not nodemailer's has no transport in it.
  if (typeof transport?.verify !== 'function') return undefined;
  return () =>
    withDeadline(
      async (signal) => {
        const transporter = current();
        const options = smtpOptionsOf(transporter);
        if (options) await probeSmtp(transporter, options, sender, signal);
        else await transporter.verify();
      },
      patience,
      { signal: closing(), unref: true },
    );
};

/** For development: without a mail server, whoever has started the server reads the codes. */
const withoutTransport = (): Delivery => {
  if (inProduction()) {
    throw new TypeError(
      "transport is missing: in production, give an SMTP URL, such as 'smtps://user:password@mail.example.com', or set " +
        'the variable that you read it from, such as SMTP_URL. Codes are not printed to the terminal there',
    );
  }
  terminal.warn('nodemailerDelivery has no transport: no mail is sent, and login codes are printed here.');
  return createTerminalDelivery(terminal);
};

/**
 * Sends codes, and notices, through nodemailer. Each has a `Message-ID` of its own, the same in every try.
 *
 * Its `check` begins a mail from the sender to the sender, and stops before its content: so the sender should be an
 * address that your mail server accepts mail for, or says of that there is no such mailbox. Its `close` closes the
 * connections of a pool (`pool: true`), unless the transporter is your own.
 *
 * @throws {TypeError} where an option is misspelt, `transport` is missing in production or names no mail server, or
 * `from` holds no address
 * @example
 * delivery: nodemailerDelivery({ transport: process.env.SMTP_URL, from: 'Example <login@example.com>' })
 */
export const nodemailerDelivery = (options: NodemailerDeliveryOptions): Delivery => {
  const { transport, from } = checkNames(options);
  const sender = addressOf(from);
  if (transport === undefined) return withoutTransport();
  const begun = new WeakSet<AbortSignal>();
  const opened = openTransporter(transport, (transporter) => {
    withExactEnvelope(transporter);
    watchReading(transporter, begun);
  });
  let closing = new AbortController();
  const bring = async (message: Message, more: SendMailOptions): Promise<void> => {
    try {
      await opened.current().sendMail({ ...mailOf(message, from, sender), ...more });
    } catch (error) {
      if (!begun.has(message.signal)) markUnsent(error);
      throw error;
    }
  };
  const send = (message: LoginCodeMessage) => bring(message, otpOf(message));
  const notify = (message: Message) => bring(message, {});
  const close = () => {
    closing.abort();
    closing = new AbortController();
    opened.close();
  };
  const check = createCheck(opened, sender, () => closing.signal);
  return Object.assign(send, { notify, close }, check && { check });
};
