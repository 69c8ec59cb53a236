import { describe, expect, it } from 'vitest';
import { failureCode, operatorCause } from '../../src/core/failure-code.js';

const error = (properties: object, cause?: unknown) =>
  Object.assign(new Error('no', cause === undefined ? {} : { cause }), properties);
const saying = (message: string) => new Error(message);

class RootNodesUnavailableError extends Error {}
class Unavailable extends Error {}
class XError extends Error {}
// A name with more than letters and digits is not told.
const Odd = { Odd_Error: class extends Error {} }.Odd_Error;
const lower = { lowerError: class extends Error {} }.lowerError;
const inside = { someFooError: class extends Error {} }.someFooError;
const Errors = { SomeErrors: class extends Error {} }.SomeErrors;
const Long = { [`X${'x'.repeat(51)}Error`]: class extends Error {} }[`X${'x'.repeat(51)}Error`] ?? Error;

describe('the word for what failed', () => {
  it.each<[string, unknown]>([
    ['ECONNREFUSED', error({ code: 'ECONNREFUSED' })],
    ['ECONNREFUSED', error({ code: 'ESOCKET', originalCode: 'ECONNREFUSED' })],
    ['ESOCKET', error({ code: 'ESOCKET', originalCode: 'see the log' })],
    ['E2', error({ code: 'E2' })],
    ['UND_ERR_SOCKET', error({ code: 'UND_ERR_SOCKET' })],
    ['ETIMEDOUT', error({ name: 'DeadlineExceeded' })],
    ['EINNER', error({}, error({ code: 'EINNER' }))],
    ['EOUTER', error({ code: 'EOUTER' }, error({ code: 'EINNER' }))],
    ['WRONGPASS', saying('WRONGPASS invalid username-password pair')],
    ['NOPERM', saying('-NOPERM this user has no permissions')],
    ['NOPERM', saying("ERR The user executing the script can't run this command or subcommand")],
    ['NOPERM', saying('ERR ACL failure in script: No permissions to access a key')],
    ['WRONGPASS', saying('ERR AUTH <password> called without any password configured for the default user.')],
    ['ERR', saying('ERR unknown command')],
    ['LOADING', error({}, saying('LOADING Redis is loading the dataset in memory'))],
    ['RootNodesUnavailableError', new RootNodesUnavailableError('rediss://user:password@host')],
    ['UNKNOWN', error({})],
  ])('is %s', (code, thrown) => {
    expect(failureCode(thrown)).toBe(code);
  });

  it.each([
    ['lower case', error({ code: 'econnrefused' }), 'UNKNOWN'],
    ['one letter', error({ code: 'E' }), 'UNKNOWN'],
    ['a sentence', error({ code: 'EAUTH for ada@example.com' }), 'UNKNOWN'],
    ['a sentence that ends in one', error({ code: 'ada@example.com EAUTH' }), 'UNKNOWN'],
    ['65 letters', error({ code: 'E'.repeat(65) }), 'UNKNOWN'],
    ['a digit first', error({ code: '1E' }), 'UNKNOWN'],
    ['a list', error({ code: ['EAUTH'] }), 'UNKNOWN'],
    ['a message that names ERR elsewhere', saying('there is an ERR '), 'UNKNOWN'],
    ['a message that is part of another word', saying('NOPERMISSION'), 'UNKNOWN'],
    ['a message that is no text', Object.assign(new Error(), { message: ['ERR '] }), 'UNKNOWN'],
    ['a class that is no error by its name', new Unavailable(), 'UNKNOWN'],
    ['a class with an underscore', new Odd(), 'UNKNOWN'],
    ['a class in lower case', new lower(), 'UNKNOWN'],
    ['a class that begins in lower case', new inside(), 'UNKNOWN'],
    ['a class that goes on', new Errors(), 'UNKNOWN'],
    ['a class with a long name', new Long(), 'UNKNOWN'],
    ['a short class', new XError(), 'UNKNOWN'],
    ['a class whose name is a list', { constructor: { name: ['TypeError'] } }, 'UNKNOWN'],
    ['text', 'ERR something', 'UNKNOWN'],
    ['nothing', undefined, 'UNKNOWN'],
    ['null', null, 'UNKNOWN'],
  ])('tells nothing else: %s', (_, thrown, code) => {
    expect(failureCode(thrown)).toBe(code);
  });

  it('stands in a sentence for operators, with what to do where that is known', () => {
    const nobody = 'Nobody answers there. Look at its host and port, and whether this machine may reach it.';
    for (const [part, code, message] of [
      ['cache', 'ECONNREFUSED', `The cache failed: ECONNREFUSED. ${nobody}`],
      [
        'cache',
        'ETIMEDOUT',
        'The cache failed: ETIMEDOUT. Nobody answers there in time. Look at its host and port, whether this machine may reach it, and whether it speaks TLS, as the URL says.',
      ],
      ['cache', 'READONLY', 'The cache failed: READONLY. This is a replica. Connect to the master.'],
      ['keys', 'EPIPE', 'A signing key failed: EPIPE.'],
      ['mail', 'EAUTH', 'The mail server failed: EAUTH. The server refuses the name or the password.'],
    ] as const) {
      const cause = operatorCause(part, code);
      expect(cause).toMatchObject({ message, part, code });
      expect(cause.cause).toBeUndefined();
    }
  });
});
