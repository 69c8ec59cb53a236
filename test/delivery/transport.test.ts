import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nodemailerDelivery } from '../../src/delivery/nodemailer/index.js';
import { startScriptedMailServer } from '../support/scripted-mail-server.js';
import { createTestAuth } from '../support/service.js';

const from = 'Example <login@example.com>';
const open = (transport: unknown) => nodemailerDelivery({ transport: transport as string, from });

const printed = () => {
  const lines: string[] = [];
  for (const method of ['warn', 'info'] as const) {
    vi.spyOn(console, method).mockImplementation((line: string) => void lines.push(`${method}: ${line}`));
  }
  return lines;
};

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('nodemailerDelivery without a transport', () => {
  it.each([
    ['undefined', { transport: process.env.A_VARIABLE_THAT_IS_NOT_SET, from }],
    ['not there', { from }],
  ])('prints codes to the terminal, with one warning: %s', async (_, options) => {
    const lines = printed();
    const { auth } = createTestAuth({ delivery: nodemailerDelivery(options) });
    await auth.check();
    for (const identity of ['ada@example.com', 'grace@example.com']) {
      await auth.requestLoginCode(identity, { ip: '192.0.2.1' });
    }
    await auth.close();
    expect(lines).toEqual([
      expect.stringMatching(/^warn: .*nodemailerDelivery has no transport/),
      expect.stringMatching(/^info: .*Login code for ada@example\.com: \d{6} /),
      expect.stringMatching(/^info: .*Login code for grace@example\.com: \d{6} /),
    ]);
  });

  it.each(['production', ' Production '])('is refused in production: NODE_ENV=%j', (environment) => {
    vi.stubEnv('NODE_ENV', environment);
    expect(() => open(undefined)).toThrow(TypeError);
    expect(() => open(undefined)).toThrow(/^transport is missing: in production, give an SMTP URL/);
    expect(() => open('smtp://127.0.0.1')).not.toThrow();
  });

  it('still wants a sender', () => {
    expect(() => nodemailerDelivery({ from: 'Example' })).toThrow(/^from must hold/);
  });
});

describe('options of nodemailerDelivery that are a mistake', () => {
  const mistakes: readonly (readonly [options: unknown, message: string])[] = [
    [{ transporter: 'smtp://127.0.0.1', from }, 'transporter is not an option; did you mean transport?'],
    [{ smtp: 'smtp://127.0.0.1', from }, 'smtp is not an option; known: transport, from'],
    [undefined, 'options must be an object, not undefined'],
    ['smtp://127.0.0.1', 'options must be an object, not a string'],
  ];

  it.each(mistakes)('are refused: %j', (options, message) => {
    const lines = printed();
    const make = () => nodemailerDelivery(options as Parameters<typeof nodemailerDelivery>[0]);
    expect(make).toThrow(new TypeError(message));
    expect(lines).toEqual([]);
  });
});

describe('a transport that is a mistake', () => {
  const mistakes: readonly (readonly [what: string, transport: unknown, message: RegExp])[] = [
    ['a host without a scheme', 'mail.example.com', /^transport must begin with smtp:\/\/ or smtps:\/\//],
    ['a host and a port', 'mail.example.com:587', /^transport must begin with/],
    ['a user and a host', 'ada:hunter2@mail.example.com', /^transport must begin with/],
    ['another scheme', 'http://mail.example.com', /^transport must begin with/],
    ['the scheme of an address', 'mailto:ada@example.com', /^transport must begin with/],
    ['no slashes', 'smtp:mail.example.com', /^transport must begin with/],
    ['the quotes of an env file', '"smtp://mail.example.com"', /^transport must begin with/],
    ['nothing', '', /^transport is empty/],
    ['a space', ' ', /^transport is empty/],
    ['a scheme alone', 'smtp://', /^transport (names no mail server|cannot be read)/],
    ['a path alone', 'smtp:///', /^transport names no mail server/],
    ['a port alone', 'smtp://:587', /^transport (names no mail server|cannot be read)/],
    ['a variable that is not set', `smtp://${undefined}:587`, /^transport names no mail server/],
    ['a port that is none', 'smtp://mail.example.com:smtp', /^transport cannot be read/],
    ['a password with a slash', 'smtp://ada:hun/ter2@mail.example.com', /^transport cannot be read/],
    ['a password with a number sign', 'smtp://ada:hun#ter2@mail.example.com', /^transport cannot be read/],
    ['an empty object', {}, /^transport names no mail server/],
    ['a port alone, in options', { port: 587 }, /^transport names no mail server/],
    ['a host that is not set', { host: undefined, port: 587 }, /^transport names no mail server/],
    ['a host that is empty', { host: '', auth: { user: 'ada', pass: 'hunter2' } }, /^transport names no/],
    ['a pool of nothing', { pool: true }, /^transport names no mail server/],
    ['a service that nobody knows', { service: 'hunter2' }, /^transport names no mail server/],
    ['a URL without a scheme, in options', { url: 'mail.example.com' }, /^transport\.url must begin with/],
    ['an empty URL, in options', { url: '', pool: true }, /^transport\.url is empty/],
    ['a URL that is none, in options', { url: 7 }, /^transport\.url must be a string/],
    ['null', null, /^transport must be an SMTP URL/],
    ['true', true, /^transport must be an SMTP URL/],
    ['a list', ['smtp://mail.example.com'], /^transport must be an SMTP URL/],
    ['a function', () => {}, /^transport must be an SMTP URL/],
  ];
  it.each(mistakes)('is refused with a sentence: %s', (_, transport, message) => {
    expect(() => open(transport)).toThrow(TypeError);
    expect(() => open(transport)).toThrow(message);
    expect(() => open(transport)).not.toThrow(/hunter2|ter2|ada/);
  });
});

describe('a transport that may be right', () => {
  it('may have space around it, as variables have', async () => {
    const server = await startScriptedMailServer(() => undefined);
    await open(` ${server.url}\n`).check?.();
    await server.stop();
    expect(server.lines).toContain('RCPT TO:<login@example.com>');
  });

  it.each<[what: string, transport: unknown]>([
    ['a host', 'smtp://mail.example.com'],
    ['a host and a port, secure', 'smtps://mail.example.com:465'],
    ['capitals', 'SMTPS://mail.example.com'],
    ['a name of a network of containers', 'smtp://mail_server:1025'],
    ['an address', 'smtp://127.0.0.1:25'],
    ['an address of IPv6', 'smtp://[::1]:25'],
    ['credentials and options', 'smtp://ada%40example.com:hunter2@mail.example.com/?pool=true'],
    ['a line break behind it', 'smtp://mail.example.com\n'],
    ['options', { host: 'mail.example.com' }],
    ['a URL in options', { url: 'smtp://mail.example.com', pool: true }],
    ['a host beside a URL that is not set', { url: undefined, host: 'mail.example.com' }],
    ['a service', { service: 'gmail', auth: { user: 'ada', pass: 'hunter2' } }],
    ['a socket of its own', { getSocket: () => {} }],
    ['no SMTP', { jsonTransport: true }],
    ['a program', { sendmail: true }],
    ['a transporter', createTransport({ host: 'mail.example.com' })],
    ['a transporter of another making', { sendMail: async () => {} }],
    ['a transport of another making', { name: 'SMTP by hand', version: '1', options: {}, send: () => {} }],
  ])('is taken: %s', (_, transport) => {
    expect(() => open(transport)).not.toThrow();
  });
});
