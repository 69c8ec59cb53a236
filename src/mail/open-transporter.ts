import { createTransport, type Transporter, type TransportOptions } from 'nodemailer';

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
 * @throws {TypeError} where the transport is missing
 */
export const openTransporter = (
  transport: string | object | undefined,
  prepare: (transporter: Transporter) => void,
): OpenTransporter => {
  if (transport === undefined || transport === '') {
    throw new TypeError(
      'transport is missing: give an SMTP URL, the options of nodemailer, or a transporter',
    );
  }
  if (typeof transport !== 'string' && isTransporter(transport)) {
    prepare(transport);
    return { current: () => transport, close: () => {} };
  }
  const make = (): Transporter => {
    // nodemailer checks its own options; their types differ by kind of transport.
    const transporter: Transporter = createTransport(transport as TransportOptions);
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
