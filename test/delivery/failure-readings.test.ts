import { describe, expect, it } from 'vitest';
import { failureOf } from '../../src/delivery/delivery-failure.js';

const identity = 'ada@example.com';
const failure = (properties: object) => failureOf(Object.assign(new Error('no'), properties), identity);

const everybody = { scope: 'everybody', worthRetrying: true };
const unknown = { scope: 'unknown', worthRetrying: true };
const unanswered = { scope: 'unknown', worthRetrying: false, mayBeAccepted: true };
const refused = (worthRetrying: boolean) => ({ scope: 'recipient', worthRetrying });

describe('the code of an error', () => {
  it.each([
    ...['EDNS', 'ETLS', 'EREQUIRETLS', 'EPROXY', 'ECONFIG', 'EPROTO', 'UND_ERR_CONNECT_TIMEOUT'],
    ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH'],
    ...[
      'CERT_HAS_EXPIRED',
      'UNABLE_TO_GET_CRL',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ],
    ...['ERR_TLS_HANDSHAKE_TIMEOUT', 'ERR_SSL_WRONG_VERSION_NUMBER', 'INVALID_CA', 'INVALID_PURPOSE'],
    ...['PATH_LENGTH_EXCEEDED', 'HOSTNAME_MISMATCH', 'EAUTH', 'ENOAUTH', 'EOAUTH2'],
  ])('says that nobody gets mail: %s', (code) => {
    expect(failure({ code })).toEqual(everybody);
  });

  it.each([
    ...['WAS_UNABLE_TO_', 'OTHER_ERR_TLS_', 'NOT_INVALID_CA', 'INVALID_CA_ETC'],
    ...[['CERT'], undefined, ''],
  ])('says nothing: %j', (code) => {
    expect(failure({ code })).toEqual(unknown);
  });

  it.each(['EABORT', 'ABORT_ERR', 'ERR_CANCELED', 'UND_ERR_ABORTED'])('says that we gave up: %s', (code) => {
    expect(failure({ code })).toEqual(unanswered);
  });

  it.each([...['UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CLOSED']])(
    'says that an API fell silent: %s',
    (code) => {
      expect(failure({ code })).toEqual({ ...unanswered, scope: 'everybody' });
    },
  );

  it.each([...['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'ECONNRESET', 'ECONNABORTED', 'EPIPE']])(
    'says that the connection was lost: %s',
    (code) => {
      expect(failure({ code })).toEqual(unanswered);
    },
  );

  it.each([
    ...[{ syscall: 'connect' }, { syscall: 'getaddrinfo' }, { timeoutType: 'CONNECT_TIMEOUT' }],
    ...[{ timeoutType: 'GREETING_TIMEOUT' }, { timeoutType: 'UPGRADE_TIMEOUT' }],
    { code: 'ESOCKET', originalCode: 'EHOSTDOWN' },
  ])('is not needed where there was no connection yet: %j', (properties) => {
    expect(failure(properties)).toEqual(everybody);
  });
});

describe('the status of an answer', () => {
  it.each([
    ...[401, 402, 403, 407].map((status) => [status, everybody] as const),
    ...[408, 504].map((status) => [status, unanswered] as const),
    ...[425, 429, 500, 503, 599].map((status) => [status, unknown] as const),
    ...[400, 404, 406, 422, 424, 426, 428, 499].map((status) => [status, refused(false)] as const),
    // No status of a failure: the error says nothing.
    ...[399, 600, 200, 404.5, '404', null].map((status) => [status, unknown] as const),
  ])('says whom it concerns: %j', (status, expected) => {
    for (const holder of [{ status }, { statusCode: status }, { response: { status } }])
      expect(failure(holder)).toEqual(expected);
    expect(failure({ $metadata: { httpStatusCode: status } })).toEqual(expected);
  });

  it.each([400, 599])('comes before the code where it is one: %i', (status) => {
    const said = failure({ status });
    expect(failure({ status, code: 'ECONNRESET' })).toEqual(said);
    expect(said.worthRetrying).toBe(status === 599);
  });

  it.each([200, 399, 600, 404.5, '404'])('is looked for further where it is none: %j', (status) => {
    expect(failure({ status, response: { status: 401 } })).toEqual(everybody);
    // It does not hide what the code says.
    expect(failure({ status, code: 'ECONNRESET' })).toEqual(unanswered);
  });
});

describe('the reply of a mail server', () => {
  it.each([
    ...[500, 550, 599].map((responseCode) => [responseCode, refused(false)] as const),
    ...[450, 499, 503].map((responseCode) => [responseCode, refused(true)] as const),
  ])('at a recipient: %i', (responseCode, expected) => {
    expect(failure({ command: 'RCPT TO', responseCode })).toEqual(expected);
    expect(failure({ command: 'DATA', responseCode })).toEqual(expected);
    expect(failure({ responseCode })).toEqual(expected);
  });

  it.each([
    ['AUTH PLAIN', everybody],
    ['EHLO', everybody],
    ['STARTTLS', everybody],
    ['XAUTH', refused(false)],
    ['AUTHORIZE', refused(false)],
    ['MAIL FROM', everybody],
    ['CONN', unknown],
    [['AUTH'], refused(false)],
  ])('at %j', (command, expected) => {
    expect(failure({ command, responseCode: 550 })).toEqual(expected);
  });

  it.each(['XRCPT TO', 'XDATA', 'DATABASE'])('at no command of ours: %s', (command) => {
    expect(failure({ command })).toEqual(unknown);
  });

  it('that closes the channel says nothing of the recipient', () => {
    expect(failure({ command: 'QUIT', responseCode: 421 })).toEqual(unknown);
    expect(failure({ code: 'EPROTOCOL', command: 'CONN', responseCode: 554 })).toEqual(everybody);
    expect(failure({ code: 'EPROTOCOL', command: 'QUIT', responseCode: 554 })).toEqual(refused(false));
  });

  it('is wanted by none of the addresses that nodemailer refuses itself', () => {
    expect(failure({ code: 'EENVELOPE' })).toEqual(refused(false));
    expect(failure({ code: 'EENVELOPE', responseCode: 450 })).toEqual(refused(true));
    expect(failure({ code: 'EENVELOPE', responseCode: '450' })).toEqual(refused(false));
    expect(failure({ command: 'RCPT TO', responseCode: '550' })).toEqual(refused(true));
  });
});
