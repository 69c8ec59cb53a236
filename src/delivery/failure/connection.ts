import { readProperty } from '../../core/read-error.js';
import { everybody, type Reading, unanswered, unknown } from './failure.js';

const unreachable: ReadonlySet<unknown> = new Set([
  ...['EDNS', 'ETLS', 'EREQUIRETLS', 'EPROXY', 'ECONFIG', 'EPROTO', 'UND_ERR_CONNECT_TIMEOUT'],
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH'],
]);

/** Names of X.509 and TLS errors: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const untrusted =
  /CERT|CRL|^UNABLE_TO_|^ERR_(TLS|SSL)_|^(INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/;

const saysUnreachable = (code: unknown): boolean =>
  unreachable.has(code) || (typeof code === 'string' && untrusted.test(code));

const connecting: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo']);

/** Nodemailer's deadlines before there is a session. */
const setupTimeouts: ReadonlySet<unknown> = new Set([
  'CONNECT_TIMEOUT',
  'GREETING_TIMEOUT',
  'UPGRADE_TIMEOUT',
]);

/** There was no connection yet, so nobody's message can have caused it, and none was accepted. */
export const ofConnecting: Reading = (error) =>
  saysUnreachable(readProperty(error, 'code')) ||
  // nodemailer keeps the code of the system beside its own.
  saysUnreachable(readProperty(error, 'originalCode')) ||
  connecting.has(readProperty(error, 'syscall')) ||
  setupTimeouts.has(readProperty(error, 'timeoutType'))
    ? everybody
    : null;

const unsent = Symbol.for('pothos-plugin-email-auth.unsent');

/** Notes on an error that the message was not handed over, so that a lost connection does not forbid another try. */
export const markUnsent = (error: unknown): void => {
  try {
    Object.defineProperty(error, unsent, { value: true });
  } catch {
    // It is frozen, or no object at all: then it is not known.
  }
};

/** Whether an error has that note. */
export const isUnsent = (error: unknown): boolean => readProperty(error, unsent) === true;

const lost: ReadonlySet<unknown> = new Set([
  ...['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'ECONNRESET', 'ECONNABORTED', 'EPIPE'],
]);

/** A connection that broke or fell silent: in an SMTP session nobody knows at which command. */
export const ofLostConnection: Reading = (error, { byFetch }) =>
  lost.has(readProperty(error, 'code'))
    ? { ...(isUnsent(error) ? unknown : unanswered), scope: byFetch ? 'everybody' : 'unknown' }
    : null;
