import fc from 'fast-check';
import { createTransport } from 'nodemailer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nodemailerDelivery } from '../../src/delivery/nodemailer/index.js';
import { type LoginCodeMessage, parseEmail } from '../../src/index.js';
import { type PostfixServer, startPostfix } from '../support/postfix.js';
import { createTestAuth, noLimits, reasonOf } from '../support/service.js';
import { pathOf, startSmtpSink } from '../support/smtp-sink.js';
import { typedAddress } from '../support/typed-address.js';

const from = 'login@company.test';
const fuzzed = 300;

type Sink = Awaited<ReturnType<typeof startSmtpSink>>;
/** Gets the mail of the company's own domain. */
let own: Sink;
/** Gets the mail that leaves the company. */
let others: Sink;
let postfix: PostfixServer;

// It may have to be installed first.
beforeAll(async () => {
  own = await startSmtpSink();
  others = await startSmtpSink();
  postfix = await startPostfix({ domain: 'company.test', localPort: own.port, relayPort: others.port });
}, 300_000);
afterAll(async () => {
  await postfix?.stop();
  await own?.stop();
  await others?.stop();
});
afterEach(() => {
  own.mails.length = 0;
  others.mails.length = 0;
});

const recipientsOf = (sink: Sink) => sink.mails.flatMap(({ rcptTo }) => rcptTo.map(pathOf)).sort();

/** Sends a mail to a recipient that stands in the command as it is, as any program on the machine might. */
const sendRaw = (recipient: string) => {
  const transport = createTransport(postfix.url);
  transport.use('stream', ({ message }, done) => {
    message.getEnvelope = () => ({ from, to: [recipient] });
    done();
  });
  return transport.sendMail({ from, to: from, text: 'Hello' });
};

/** Local parts that name a mailbox elsewhere, and who gets the mail. */
const routes: readonly [address: string, gets: string][] = [
  ['mallory%evil.test@company.test', 'mallory@evil.test'],
  ['evil.test!mallory@company.test', 'mallory@evil.test'],
  ['a!evil.test!mallory@company.test', 'evil.test!mallory@a'],
  ['"mallory@evil.test"@company.test', 'mallory@evil.test'],
  ['"mallory%evil.test"@company.test', 'mallory@evil.test'],
  ['mallory@evil.test@company.test', 'mallory@evil.test'],
  ['@evil.test:mallory@company.test', 'mallory@company.test'],
];

describe('Postfix, with its defaults', () => {
  it('brings mail for its own domain to its own mailboxes, and other mail elsewhere', async () => {
    await sendRaw('ada@company.test');
    await sendRaw('ada@other.test');
    await Promise.all([own.received(1), others.received(1)]);
    expect([recipientsOf(own), recipientsOf(others)]).toEqual([['ada@company.test'], ['ada@other.test']]);
  });

  it.each(routes)('brings mail for %s to %s, and parseEmail refuses the address', async (address, gets) => {
    const sink = gets.endsWith('@company.test') ? own : others;
    await sendRaw(address);
    await sink.received(1);
    expect(recipientsOf(sink)).toEqual([gets]);
    expect(parseEmail(address)).toBeNull();
  });

  it('sends no code of a trusted domain to a stranger, however the address is spelled', async () => {
    const { auth } = createTestAuth({
      limits: noLimits,
      delivery: nodemailerDelivery({ transport: postfix.url, from }),
      claims: (email) => email.endsWith('@company.test') && { role: 'admin' },
    });
    const spellings = ['\uFF05', '\uFE6A', '\u200B%\u200B'].map(
      (sign) => `mallory${sign}evil.test@company.test`,
    );
    for (const identity of [...routes.map(([address]) => address), ...spellings]) {
      expect(await reasonOf(auth.requestLoginCode(identity, { ip: '192.0.2.1' }))).toBe('BAD_USER_INPUT');
    }
    await auth.requestLoginCode('ada@company.test', { ip: '192.0.2.1' });
    await auth.close();
    await own.received(1);
    expect([recipientsOf(own), recipientsOf(others)]).toEqual([['ada@company.test'], []]);
  });

  it(`brings mail for ${fuzzed} addresses that parseEmail accepts to exactly those, by the domain behind the @`, async () => {
    const accepted = fc
      .sample(fc.tuple(typedAddress, fc.boolean()), fuzzed * 8)
      .map(([typed, ours]) => (ours ? typed.replace(/[^@\uFF20]*$/, 'company.test') : typed))
      .flatMap((typed) => parseEmail(typed) ?? [])
      .slice(0, fuzzed);
    expect(accepted).toHaveLength(fuzzed);
    const ofCompany = accepted.filter((address) => address.endsWith('@company.test'));
    const ofOthers = accepted.filter((address) => !address.endsWith('@company.test'));
    const pool = createTransport({ host: '127.0.0.1', port: postfix.port, pool: true, maxMessages: 1e6 });
    const send = nodemailerDelivery({ transport: pool, from });
    const message = { subject: 'Code', text: '123456', html: '<p>123456</p>' };
    await Promise.all(accepted.map((identity) => send({ ...message, identity } as LoginCodeMessage)));
    pool.close();
    await Promise.all([own.received(ofCompany.length), others.received(ofOthers.length)]);
    expect(recipientsOf(own)).toEqual(ofCompany.sort());
    expect(recipientsOf(others)).toEqual(ofOthers.sort());
  });
});
