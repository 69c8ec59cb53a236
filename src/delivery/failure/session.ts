import { readProperty } from '../../core/read-error.js';
import { everybody, type Reading, refused, unknown } from './failure.js';

const authCodes: ReadonlySet<unknown> = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2']);

/** RFC 5321, section 4.2.1: 5yz is permanent. But 503 says that the session was in disorder, not the message. */
const isForGood = (reply: unknown): boolean => typeof reply === 'number' && reply >= 500 && reply !== 503;

const isBeforeSender = (code: unknown, stage: string): boolean =>
  authCodes.has(code) ||
  /^(AUTH|EHLO|HELO|LHLO|STARTTLS)\b/.test(stage) ||
  // A greeting that refuses.
  (code === 'EPROTOCOL' && stage === 'CONN');

/**
 * What nodemailer says of an SMTP session: `command` is the command that failed, `responseCode` the server's reply, and
 * `CONN` stands for whatever was under way when the connection went.
 */
export const ofSession: Reading = (error, { needsUtf8 }) => {
  const code = readProperty(error, 'code');
  const command = readProperty(error, 'command');
  const reply = readProperty(error, 'responseCode');
  const stage = typeof command === 'string' ? command : '';
  if (isBeforeSender(code, stage)) return everybody;
  if (stage === 'MAIL FROM') {
    // Anybody can ask for a code for an address that needs SMTPUTF8; and a mail can be too large (RFC 1870).
    return needsUtf8 || code === 'EMESSAGE' ? refused(isForGood(reply)) : everybody;
  }
  if (/^(RCPT TO|DATA)\b/.test(stage)) return refused(isForGood(reply));
  // nodemailer itself takes no such address.
  if (code === 'EENVELOPE' && typeof reply !== 'number') return refused(true);
  if (typeof reply !== 'number') return null;
  // A server that closes the channel says so at any stage (RFC 5321, section 4.2.3: 421).
  return stage === 'CONN' || reply === 421 ? unknown : refused(isForGood(reply));
};
