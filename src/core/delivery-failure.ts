import { DeadlineExceeded } from './deadline.js';

/** What went wrong with a message, as far as its error tells. */
export interface DeliveryFailure {
  /**
   * `everybody`: nobody gets mail now (connection, authentication, sender). `recipient`: this address or message was
   * refused. `unknown`: the error does not say.
   */
  readonly scope: 'everybody' | 'recipient' | 'unknown';
  /** Another try would fail too. */
  readonly permanent: boolean;
}

/** What nodemailer, Node and its fetch put into `code` when they do not get through to the server. */
const unreachable: ReadonlySet<unknown> = new Set([
  ...[
    'ECONNECTION',
    'EAUTH',
    'ENOAUTH',
    'EOAUTH2',
    'EDNS',
    'ESOCKET',
    'ETLS',
    'EREQUIRETLS',
    'EPROTOCOL',
    'EPROXY',
  ],
  ...[
    'ETIMEDOUT',
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EPIPE',
  ],
  ...['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_SOCKET'],
]);

/** Service not available, closing the channel (RFC 5321, section 4.2.3). */
const closing = 421;

interface SmtpError extends Error {
  readonly code?: unknown;
  /** The SMTP command that failed. */
  readonly command?: unknown;
  /** The server's reply (RFC 5321, section 4.2). */
  readonly responseCode?: unknown;
}

const concernsEverybody = (error: SmtpError): boolean =>
  error instanceof DeadlineExceeded ||
  error.responseCode === closing ||
  error.command === 'MAIL FROM' ||
  unreachable.has(error.code);

/** Reads the error of a delivery: nodemailer's, or one of Node's, or one that was caused by such. */
export const failureOf = (error: unknown): DeliveryFailure => {
  if (!(error instanceof Error)) return { scope: 'unknown', permanent: false };
  if (concernsEverybody(error)) return { scope: 'everybody', permanent: false };
  const { responseCode, cause } = error as SmtpError;
  if (typeof responseCode === 'number') return { scope: 'recipient', permanent: responseCode >= 500 };
  // fetch says what happened in the cause only.
  return cause === undefined ? { scope: 'unknown', permanent: false } : failureOf(cause);
};
