import { describe, expect, it } from 'vitest';
import { type IdentityOptions, mailboxOf, parseEmail } from '../../src/index.js';
import { readOptions } from '../../src/options/settings.js';
import { signingKey } from '../support/service.js';

const mailboxBy = (identity: IdentityOptions | undefined) =>
  readOptions({ signingKey, delivery: async () => {}, ...(identity && { identity }) }).identity.mailbox;

const lower = (input: string) => input.toLowerCase();

describe('identity.mailbox', () => {
  it.each<[what: string, IdentityOptions | undefined, identity: string, mailbox: string]>([
    ['nothing said', undefined, 'ada+1@example.com', 'ada@example.com'],
    ['another argument', { argument: 'address' }, 'ada+1@example.com', 'ada@example.com'],
    ['the built-in parser by name', { parse: parseEmail }, 'ada+1@example.com', 'ada@example.com'],
    ['another parser', { parse: lower }, 'ada+1@example.com', 'ada+1@example.com'],
    ['phone numbers', { argument: 'phone', parse: lower }, '+4915112345678', '+4915112345678'],
    [
      'another parser, with mailboxOf',
      { parse: lower, mailbox: mailboxOf },
      'a+1@example.com',
      'a@example.com',
    ],
    [
      'a function',
      { mailbox: (identity) => identity.replaceAll('.', '') },
      'a.b@example.com',
      'ab@examplecom',
    ],
  ])('with %s', (_, options, identity, mailbox) => {
    expect(mailboxBy(options)(identity)).toBe(mailbox);
  });

  it.each([undefined, null, '', 1, {}])(
    'must answer with a text: %o would be one mailbox for all',
    (answer) => {
      // Boundary: callers without types may answer anything.
      const mailbox = mailboxBy({ mailbox: () => answer as string });
      expect(() => mailbox('ada@example.com')).toThrow(
        new TypeError('identity.mailbox must answer with a string that is not empty'),
      );
    },
  );

  it('does not end the process where it answers with a promise that rejects', async () => {
    const rejections: unknown[] = [];
    const note = (reason: unknown) => void rejections.push(reason);
    process.on('unhandledRejection', note);
    // Boundary: callers without types may answer anything.
    const mailbox = mailboxBy({ mailbox: (async () => Promise.reject(new Error('away'))) as never });
    expect(() => mailbox('ada@example.com')).toThrow(TypeError);
    await new Promise(setImmediate);
    process.off('unhandledRejection', note);
    expect(rejections).toEqual([]);
  });
});
