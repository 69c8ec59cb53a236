import { createTransport, type Transporter, type TransportOptions } from 'nodemailer';
import type { Delivery } from '../core/delivery.js';
import { exactRecipient, withExactEnvelope } from './exact-envelope.js';

/** Options of `nodemailerDelivery`. */
export interface NodemailerDeliveryOptions {
  /** An SMTP URL (`smtps://user:password@host`), nodemailer's options, or a transporter of your own. */
  readonly transport: string | object | undefined;
  /** The sender: an address, or an address with a name (`'Example <login@example.com>'`). */
  readonly from: string | { readonly name: string; readonly address: string };
}

const isTransporter = (transport: string | object): transport is Transporter =>
  typeof transport === 'object' && 'sendMail' in transport && typeof transport.sendMail === 'function';

const open = (transport: NodemailerDeliveryOptions['transport']): Transporter => {
  if (transport === undefined || transport === '') {
    throw new TypeError(
      'transport is missing: give an SMTP URL, the options of nodemailer, or a transporter',
    );
  }
  if (typeof transport !== 'string' && isTransporter(transport)) return transport;
  // nodemailer checks its own options; their types differ by kind of transport.
  return createTransport(transport as TransportOptions);
};

/**
 * Sends codes through nodemailer.
 *
 * @throws {TypeError} where `transport` or `from` is missing
 * @example
 * delivery: nodemailerDelivery({ transport: process.env.SMTP_URL, from: 'Example <login@example.com>' })
 */
export const nodemailerDelivery = ({ transport, from }: NodemailerDeliveryOptions): Delivery => {
  if (!from) throw new TypeError("from is missing: give the sender's address");
  const transporter = withExactEnvelope(open(transport));
  return async ({ identity, subject, text, html }) => {
    await transporter.sendMail({
      from,
      to: exactRecipient(identity),
      subject,
      text,
      html,
      headers: {
        // RFC 3834, section 5: no out-of-office replies to this.
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
      },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
};
