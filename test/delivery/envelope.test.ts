import fc from 'fast-check';
import { createTransport, type Transporter } from 'nodemailer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nodemailerDelivery } from '../../src/delivery/nodemailer/index.js';
import type { LoginCodeMessage } from '../../src/index.js';
import { parseEmail } from '../../src/index.js';
import { createTestAuth, noLimits } from '../support/service.js';
import { pathOf, type RawMail, startSmtpSink } from '../support/smtp-sink.js';
import { howMuch } from '../support/thoroughness.js';
import { typedAddress } from '../support/typed-address.js';

const from = 'Example <login@example.com>';
const fuzzed = howMuch({ quick: 250, slow: 5000 });

let sink: Awaited<ReturnType<typeof startSmtpSink>>;
beforeAll(async () => {
  sink = await startSmtpSink();
});
afterAll(() => sink.stop());
afterEach(() => {
  sink.mails.length = 0;
});

const envelopeOf = ({ mailFrom, rcptTo }: RawMail) => ({
  from: pathOf(mailFrom),
  to: rcptTo.map((line) => pathOf(line)),
});
const headerOf = ({ data }: RawMail, name: string) =>
  new RegExp(`^${name}: (.*)$`, 'm')
    .exec(data.split('\r\n\r\n')[0]?.replaceAll(/\r\n\s+/g, ' ') ?? '')?.[1]
    ?.trim();

/** Sends one message to each identity over a few connections, the way the library sends it. */
const sendAll = async (
  transport: string | object,
  identities: readonly string[],
  sender: typeof from | object = from,
) => {
  const send = nodemailerDelivery({ transport, from: sender as string });
  // What a delivery reads of a message.
  const message = { code: '123456', expiresIn: 300, subject: 'Code', text: '123456', html: '<p>123456</p>' };
  const sending = identities.map((identity) => send({ ...message, identity } as LoginCodeMessage));
  await Promise.all(sending);
};

const openPool = () =>
  createTransport({ host: '127.0.0.1', port: sink.port, pool: true, maxConnections: 2, maxMessages: 1e6 });

const sendInTwos = async (identities: readonly string[], sender?: typeof from | object) => {
  const pool = openPool();
  await sendAll(pool, identities, sender);
  pool.close();
};

describe('the envelope', () => {
  it('names a mailbox of an IDN domain in A-labels, whatever the local part is', async () => {
    await sendAll(sink.url, ['jörg@xn--fa-hia.de']);
    const [mail] = sink.mails;
    expect(mail?.rcptTo).toEqual(['RCPT TO:<jörg@xn--fa-hia.de>']);
    expect(mail && headerOf(mail, 'To')).toBe('jörg@xn--fa-hia.de');
  });

  it(`is the identity, letter for letter, for ${fuzzed} addresses, and the sender's address`, async () => {
    const identities = fc
      .sample(typedAddress, fuzzed * 4)
      .flatMap((input) => parseEmail(input) ?? [])
      .slice(0, fuzzed);
    expect(identities).toHaveLength(fuzzed);
    await sendInTwos(identities);
    const sent = sink.mails.map(envelopeOf);
    expect(sent.map(({ to }) => to.join()).sort()).toEqual([...identities].sort());
    expect(new Set(sent.map((envelope) => envelope.from))).toEqual(new Set(['login@example.com']));
    const headers = sink.mails.map((mail) => headerOf(mail, 'To') === pathOf(mail.rcptTo[0] ?? ''));
    expect(headers.filter((same) => !same)).toEqual([]);
  }, 240_000);

  it.each([
    ['an address', 'login@example.com', 'login@example.com'],
    ['a name and an address', { name: 'Bücher, Inc.', address: 'login@example.com' }, 'login@example.com'],
    ['an IDN domain', 'login@bücher.example', 'login@xn--bcher-kva.example'],
    ['a local part that is not ASCII', 'jörg@faß.de', 'jörg@xn--fa-hia.de'],
    ['such a local part with A-labels', { name: '', address: 'jörg@xn--fa-hia.de' }, 'jörg@xn--fa-hia.de'],
  ])('has as its sender %s', async (_, sender, expected) => {
    await sendInTwos(['ada@example.com', 'jörg@xn--fa-hia.de'], sender as object);
    expect(sink.mails.map((mail) => envelopeOf(mail).from)).toEqual([expected, expected]);
  });

  it('comes from the service as from the delivery alone', async () => {
    const { auth } = createTestAuth({
      limits: noLimits,
      delivery: nodemailerDelivery({ transport: sink.url, from }),
    });
    await auth.requestLoginCode('\u202AJÖRG@\u2060FAß.de\u202C', { ip: '192.0.2.1' });
    await auth.close();
    expect(sink.mails.map(envelopeOf)).toEqual([{ from: 'login@example.com', to: ['jörg@xn--fa-hia.de'] }]);
  });

  const transporters: readonly [what: string, open: () => Transporter][] = [
    ['a transporter of the host', () => createTransport(sink.url)],
    ['a pooled one', openPool],
  ];
  it.each(transporters)('leaves the mails that the host sends itself as they were: %s', async (_, open) => {
    const transporter = open();
    const own = { from, to: 'jörg@faß.de', cc: 'eve@example.com', text: 'Hello' };
    await transporter.sendMail(own);
    // Twice, as two services of one host would have it.
    await sendAll(transporter, ['jörg@xn--fa-hia.de']);
    await sendAll(transporter, ['jörg@xn--fa-hia.de']);
    await transporter.sendMail(own);
    transporter.close();
    const [before, first, second, after] = sink.mails.map((mail) => envelopeOf(mail).to);
    expect([first, second]).toEqual([['jörg@xn--fa-hia.de'], ['jörg@xn--fa-hia.de']]);
    expect(before).toEqual(['jörg@faß.de', 'eve@example.com']);
    expect(after).toEqual(before);
  });

  it('sends no copy of a code, whatever copies the transporter sends of other mails', async () => {
    const transporter = createTransport(sink.url, { bcc: 'archive@example.com', cc: 'boss@example.com' });
    await sendAll(transporter, ['ada@example.com']);
    expect(sink.mails.map((mail) => envelopeOf(mail).to)).toEqual([['ada@example.com']]);
  });

  it('is left to nodemailer where another parser lets in what would have to be quoted', async () => {
    await sendAll(sink.url, ['ada,eve@example.com', 'a b@example.com']);
    expect(sink.mails.map((mail) => envelopeOf(mail).to)).toEqual([
      ['"ada,eve"@example.com'],
      ['"a b"@example.com'],
    ]);
  });

  it.each(['eve@example.com>\r\nRCPT TO:<ada@example.com', 'ada@example.com\r\nBcc: eve@example.com'])(
    'has one recipient or none, whatever another parser lets in: %j',
    async (identity) => {
      await sendAll(sink.url, [identity]).catch(() => {});
      for (const mail of sink.mails) {
        expect(mail.rcptTo).toHaveLength(1);
        expect(headerOf(mail, 'Bcc')).toBeUndefined();
      }
    },
  );

  it('works with a transport that writes no SMTP, and with what only looks like a transporter', async () => {
    const json = createTransport({ jsonTransport: true });
    const envelopes: unknown[] = [];
    const spied = {
      sendMail: async (mail: object) => void envelopes.push((await json.sendMail(mail)).envelope),
    };
    await sendAll(json, ['jörg@xn--fa-hia.de']);
    await sendAll(spied, ['ada@example.com']);
    expect(envelopes).toEqual([{ from: 'login@example.com', to: ['ada@example.com'] }]);
  });
});
