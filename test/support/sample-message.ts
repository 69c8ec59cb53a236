import type { LoginCodeMessage } from '../../src/index.js';

/** A message as a delivery gets it. */
export const sampleMessage = (more: Partial<LoginCodeMessage> = {}): LoginCodeMessage => ({
  id: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  identity: 'ada@example.org',
  code: '123456',
  expiresIn: 300,
  subject: 'a subject',
  text: 'a text',
  html: '<p>a text</p>',
  locale: 'en',
  origin: null,
  requestedAt: 0,
  request: { ip: null, userAgent: null, args: {} },
  signal: new AbortController().signal,
  timeout: 30,
  ...more,
});
