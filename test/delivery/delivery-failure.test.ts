import { describe, expect, it } from 'vitest';
import { DeadlineExceeded } from '../../src/core/deadline.js';
import { failureOf } from '../../src/delivery/delivery-failure.js';
import { markUnsent } from '../../src/delivery/failure/connection.js';
import { DeliveryError } from '../../src/index.js';
import { importSecondCopy } from '../support/second-copy.js';

const error = (properties: object) => Object.assign(new Error('no'), properties);
const caused = (cause: unknown, times = 1): unknown =>
  times === 0 ? cause : new Error('no', { cause: caused(cause, times - 1) });
const unsent = (thrown: Error) => {
  markUnsent(thrown);
  return thrown;
};
const byFetch = (code: string) => new TypeError('fetch failed', { cause: error({ code }) });

const lost = { code: 'ECONNECTION', command: 'CONN' };

type Row = readonly [what: string, thrown: unknown, scope: string, worthRetrying: boolean, identity?: string];

// What nodemailer 10 puts into its errors: `command` is CONN for whatever ends the connection.
const rows: readonly Row[] = [
  [
    'no connection',
    error({ code: 'ESOCKET', command: 'CONN', originalCode: 'ECONNREFUSED' }),
    'everybody',
    true,
  ],
  ['no address of the server', error({ code: 'EDNS', command: 'CONN' }), 'everybody', true],
  [
    'no answer to the connection',
    error({ code: 'ETIMEDOUT', command: 'CONN', timeoutType: 'CONNECT_TIMEOUT' }),
    'everybody',
    true,
  ],
  [
    'no greeting',
    error({ code: 'ETIMEDOUT', command: 'CONN', timeoutType: 'GREETING_TIMEOUT' }),
    'everybody',
    true,
  ],
  [
    'silence at any command',
    error({ code: 'ETIMEDOUT', command: 'CONN', timeoutType: 'SOCKET_TIMEOUT' }),
    'unknown',
    false,
  ],
  [
    'a bad certificate',
    error({ code: 'ESOCKET', command: 'CONN', originalCode: 'CERT_HAS_EXPIRED' }),
    'everybody',
    true,
  ],
  ['no STARTTLS', error({ code: 'ETLS', command: 'STARTTLS', responseCode: 454 }), 'everybody', true],
  [
    'a greeting that refuses',
    error({ code: 'EPROTOCOL', command: 'CONN', responseCode: 421 }),
    'everybody',
    true,
  ],
  ['EHLO refused', error({ code: 'ECONNECTION', command: 'EHLO', responseCode: 421 }), 'everybody', true],
  ['a wrong password', error({ code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }), 'everybody', true],
  ['no password', error({ code: 'EAUTH', command: 'API' }), 'everybody', true],
  [
    'the sender refused',
    error({ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }),
    'everybody',
    true,
  ],
  [
    'the sender refused, for an address outside ASCII',
    error({ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }),
    'recipient',
    false,
    'jörg@example.com',
  ],
  ['a mail that is too large', error({ code: 'EMESSAGE', command: 'MAIL FROM' }), 'recipient', true],
  [
    'the recipient refused',
    error({ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 }),
    'recipient',
    false,
  ],
  [
    'the recipient refused for now',
    error({ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 450 }),
    'recipient',
    true,
  ],
  ['421 at RCPT', error({ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 421 }), 'recipient', true],
  ['421 at DATA', error({ code: 'EENVELOPE', command: 'DATA', responseCode: 421 }), 'recipient', true],
  [
    'the message refused',
    error({ code: 'EMESSAGE', command: 'DATA', responseCode: 554 }),
    'recipient',
    false,
  ],
  [
    'a session in disorder',
    error({ code: 'EENVELOPE', command: 'DATA', responseCode: 503 }),
    'recipient',
    true,
  ],
  ['421 in between', error({ ...lost, responseCode: 421 }), 'unknown', true],
  [
    'an address that nodemailer does not take',
    error({ code: 'EENVELOPE', command: 'API' }),
    'recipient',
    false,
  ],
  ['a reply and nothing else', error({ responseCode: 550 }), 'recipient', false],
  ['421 and nothing else', error({ responseCode: 421 }), 'unknown', true],
  ['a lost connection', error(lost), 'unknown', false],
  ['a lost connection, before the message', unsent(error(lost)), 'unknown', true],
  ['a reset', error({ code: 'ECONNRESET', syscall: 'read' }), 'unknown', false],
  ['a reset while connecting', error({ code: 'ETIMEDOUT', syscall: 'connect' }), 'everybody', true],
  [
    'an abort by nodemailer',
    error({ name: 'AbortError', code: 'EABORT', cause: new DeadlineExceeded(1) }),
    'unknown',
    false,
  ],
  ['an abort before the message', unsent(error({ code: 'EABORT' })), 'unknown', true],
  ['our deadline', new DeadlineExceeded(1), 'unknown', false],
  ['an abort of fetch', new DOMException('no', 'AbortError'), 'unknown', false],
  ['an abort by axios', error({ name: 'CanceledError', code: 'ERR_CANCELED' }), 'unknown', false],
  ['a deadline of the delivery', new DOMException('no', 'TimeoutError'), 'everybody', false],
  ['a reset of fetch', byFetch('ECONNRESET'), 'everybody', false],
  ['fetch without headers', byFetch('UND_ERR_HEADERS_TIMEOUT'), 'everybody', false],
  ['fetch without a certificate', byFetch('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'everybody', true],
  ['401', error({ status: 401 }), 'everybody', true],
  ['402', error({ statusCode: 402 }), 'everybody', true],
  ['403 of axios', error({ code: 'ERR_BAD_REQUEST', response: { status: 403 } }), 'everybody', true],
  ['403 of the AWS SDK', error({ code: 'ESES', $metadata: { httpStatusCode: 403 } }), 'everybody', true],
  ['400', error({ status: 400 }), 'recipient', false],
  ['422', error({ status: 422 }), 'recipient', false],
  ['408', error({ status: 408 }), 'unknown', false],
  ['429', error({ status: 429 }), 'unknown', true],
  ['503', error({ status: 503 }), 'unknown', true],
  ['504', error({ status: 504 }), 'unknown', false],
  ['a status that is none', error({ status: 'failed', statusCode: 9000 }), 'unknown', true],
  ['a DeliveryError', new DeliveryError('no', { scope: 'everybody' }), 'everybody', true],
  [
    'a DeliveryError for good',
    new DeliveryError('no', { scope: 'recipient', permanent: true }),
    'recipient',
    false,
  ],
  [
    'a DeliveryError is believed, not its cause',
    new DeliveryError('no', { scope: 'recipient', cause: error({ code: 'EAUTH' }) }),
    'recipient',
    true,
  ],
  ['a cause', caused(error({ code: 'EAUTH' })), 'everybody', true],
  ['a cause four deep', caused(error({ code: 'EAUTH' }), 4), 'everybody', true],
  ['nothing', undefined, 'unknown', true],
  ['an error that says nothing', new Error('EAUTH'), 'unknown', true],
];

describe('the failure of a delivery', () => {
  it.each(
    rows.map(([what, thrown, scope, worthRetrying, identity = 'ada@example.com']) => ({
      what,
      thrown,
      scope,
      worthRetrying,
      identity,
    })),
  )('$what: $scope, another try: $worthRetrying', ({ thrown, scope, worthRetrying, identity }) => {
    // What is not tried again was refused for its recipient, or nobody knows whether it was accepted.
    const mayBeAccepted = !worthRetrying && scope !== 'recipient';
    const failure = { scope, worthRetrying, ...(mayBeAccepted && { mayBeAccepted }) };
    expect(failureOf(thrown, identity)).toEqual(failure);
  });

  it('is recognised in a DeliveryError of another copy of the package', async () => {
    const other = await importSecondCopy<typeof import('../../src/delivery/delivery-error.js')>(
      'delivery/delivery-error.ts',
    );
    expect(other.DeliveryError).not.toBe(DeliveryError);
    const thrown = new other.DeliveryError('no', { scope: 'everybody', permanent: true });
    expect(failureOf(thrown, 'ada@example.com')).toEqual({ scope: 'everybody', worthRetrying: false });
  });
});
