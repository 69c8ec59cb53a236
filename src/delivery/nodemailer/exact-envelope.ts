import { domainToASCII } from 'node:url';
import type { PluginFunction, Transporter } from 'nodemailer';

/** Our own mails are known by it, in the transporter of a host and across copies of this package too. */
const exact: unique symbol = Symbol.for('pothos-plugin-email-auth.exact');

/** A recipient as nodemailer takes one, and once more under the mark, where nothing rewrites it. */
interface ExactRecipient {
  readonly name: '';
  readonly address: string;
  readonly [exact]: string;
}

/** Nothing in it would have to be quoted, or could end a command or a header. */
const plainAddress = /^[^\s"(),:;<>@[\\\]\p{Cc}]+@[^\s"(),:;<>@[\\\]\p{Cc}]+$/u;

const exactAddressOf = (to: unknown): string | null => {
  const address = typeof to === 'object' && to !== null && exact in to ? to[exact] : null;
  return typeof address === 'string' && plainAddress.test(address) ? address : null;
};

/** An object, since a string would be parsed, and a comma in it would make two recipients of one. */
export const exactRecipient = (address: string): ExactRecipient => ({ name: '', address, [exact]: address });

/** The domain in A-labels, as nodemailer itself writes it where the local part is ASCII. */
const withALabels = (address: string): string => {
  const start = address.lastIndexOf('@') + 1;
  const domain = address.slice(start);
  return /^\p{ASCII}*$/u.test(domain) ? address : address.slice(0, start) + (domainToASCII(domain) || domain);
};

/**
 * M1: nodemailer writes the domain behind a local part that is not ASCII in Unicode (`jörg@xn--fa-hia.de` as `jörg@faß.de`),
 * in a given envelope too, and which mailbox a server makes of that is its own affair. So the envelope is replaced where
 * the transport fetches it. Copies of login codes (`cc` and `bcc` among the defaults of a transporter) are not sent.
 */
const writeExactly: PluginFunction = ({ data, message }, done) => {
  const address = exactAddressOf(data.to);
  if (address !== null) {
    const { from } = message.getEnvelope();
    // A new one each time: the transport changes what it is given.
    message.getEnvelope = () => ({ from: from && withALabels(from), to: [address] });
    const encode = message.encodeHeaderValue.bind(message);
    message.encodeHeaderValue = (key, value) => (/^to$/i.test(key) ? address : encode(key, value));
  }
  done();
};

/** Keeps the addresses of mails to an `exactRecipient` letter for letter. All other mails stay as they were. */
export const withExactEnvelope = (transporter: Transporter): Transporter => {
  // What only looks like a transporter has no plugins, and writes no envelope.
  if (typeof transporter.use === 'function') transporter.use('stream', writeExactly);
  return transporter;
};
