import { createTransport, type Transporter, type TransportOptions } from 'nodemailer';
import { checkTransport, requireHost } from './check-transport.js';

const isTransporter = (transport: string | object): transport is Transporter =>
  typeof transport === 'object' && 'sendMail' in transport && typeof transport.sendMail === 'function';

/** A transporter in use. */
export interface OpenTransporter {
  /** The transporter; it is opened again where it was closed. */
  current(): Transporter;
  /** Closes the connections of a pool, if the pool is ours. */
  close(): void;
}

/**
 * Opens a transporter. One of the user's stays the user's to close.
 *
 * @param prepare called for each that is opened
 * @throws {TypeError} where the transport is a mistake for certain
 */
export const openTransporter = (
  transport: string | object,
  prepare: (transporter: Transporter) => void,
): OpenTransporter => {
  checkTransport(transport);
  if (typeof transport !== 'string' && isTransporter(transport)) {
    prepare(transport);
    return { current: () => transport, close: () => {} };
  }
  const make = (): Transporter => {
    // A variable may have a line break at its end, and before a URL nodemailer takes no space.
    const made = typeof transport === 'string' ? transport.trim() : transport;
    // nodemailer checks its own options; their types differ by kind of transport.
    const transporter: Transporter = createTransport(made as TransportOptions);
    // A transport of the user's own making needs no server to be named.
    if (!('send' in Object(transport))) requireHost(transporter);
    prepare(transporter);
    return transporter;
  };
  let opened: Transporter | undefined = make();
  const current = () => {
    opened ??= make();
    return opened;
  };
  const close = () => {
    // Others keep nothing open between two mails.
    if (opened?.transporter.name === 'SMTP (pool)') opened.close();
    opened = undefined;
  };
  return { current, close };
};
