import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { nodemailerDelivery } from '../../src/delivery/nodemailer/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { startMailServer } from '../support/mail-server.js';
import { openService } from '../support/outcomes.js';
import { sampleMessage } from '../support/sample-message.js';
import {
  hangUp,
  recipientsIn,
  type Script,
  silence,
  startScriptedMailServer,
} from '../support/scripted-mail-server.js';

const from = 'Example <login@example.com>';
const message = (identity = 'ada@example.org') => sampleMessage({ identity });

const { afterwards } = useCleanUps();
const openScripted = async (...args: Parameters<typeof startScriptedMailServer>) => {
  const server = await startScriptedMailServer(...args);
  afterwards(server.stop);
  return server;
};
const openMail = async (...args: Parameters<typeof startMailServer>) => {
  const server = await startMailServer(...args);
  afterwards(server.stop);
  return server;
};
const open = (transport: string | object, sender: string = from) => {
  const delivery = nodemailerDelivery({ transport, from: sender });
  afterwards(() => delivery.close?.());
  return delivery;
};
const outcomeOf = (delivery: ReturnType<typeof open>): Promise<string> =>
  Promise.resolve(delivery.check?.()).then(
    () => 'passed',
    (error: Error & { code?: string; responseCode?: number }) =>
      `${error.code ?? error.name} ${error.responseCode ?? ''}`.trim(),
  );

describe('nodemailerDelivery', () => {
  it('gives each code a Message-ID at the domain of the sender', async () => {
    const server = await openMail();
    await open(server.url)(message());
    await open(server.url, 'login@xn--fa-hia.de')(message());
    expect(server.mails.map(({ parsed }) => parsed.messageId)).toEqual([
      `<${message().id}@example.com>`,
      `<${message().id}@xn--fa-hia.de>`,
    ]);
  });

  it.each(['Example', '', 'Example <>'])('refuses the sender %j, which holds no address', (sender) => {
    expect(() => open('smtp://127.0.0.1', sender)).toThrow(TypeError);
    expect(() => open('smtp://127.0.0.1', sender)).toThrow(/^from /);
  });

  it('takes a transporter that can do nothing but send', async () => {
    const sent: unknown[] = [];
    const delivery = open({ sendMail: async (mail: unknown) => void sent.push(mail) });
    await delivery(message());
    expect(sent).toHaveLength(1);
    expect(delivery.check).toBeUndefined();
  });

  it('cannot check what nodemailer cannot', () => {
    expect(open({ jsonTransport: true }).check).toBeUndefined();
    expect(open({ streamTransport: true }).check).toBeUndefined();
    expect(open({ sendmail: true }).check).toBeUndefined();
  });

  it('asks verify where there is no SMTP', async () => {
    const transport = {
      name: 'x',
      version: '1',
      send: () => {},
      verify: () => Promise.reject(new Error('no')),
    };
    expect(await outcomeOf(open(createTransport(transport)))).toBe('Error');
  });
});

describe('the check over SMTP', () => {
  it.each([
    ['one command after the other', []],
    ['with pipelining', ['PIPELINING']],
  ])('begins a mail to the sender, and takes it back, %s', async (_, extensions) => {
    const server = await openScripted(() => undefined, { extensions });
    expect(await outcomeOf(open(server.url))).toBe('passed');
    await expect.poll(() => server.lines.at(-1)).toBe('QUIT');
    expect(server.lines.slice(1)).toEqual([
      'MAIL FROM:<login@example.com>',
      'RCPT TO:<login@example.com>',
      'RSET',
      'QUIT',
    ]);
    await expect.poll(() => server.connections()).toBe(0);
  });

  const on =
    (command: string, answer: string): Script =>
    (line) =>
      line.startsWith(command) ? answer : undefined;
  it.each([
    ['a greeting that refuses', on('CONNECT', '554 no'), 'EPROTOCOL 554'],
    ['a sender that is refused', on('MAIL FROM', '550 5.7.1 no'), 'EENVELOPE 550'],
    ['a recipient that is refused', on('RCPT TO', '550 5.7.1 no'), 'EENVELOPE 550'],
    ['a recipient that is refused for now', on('RCPT TO', '451 no'), 'EENVELOPE 451'],
    ['a mailbox that does not exist', on('RCPT TO', '550 5.1.1 no such user'), 'passed'],
    ['a mailbox that takes nothing', on('RCPT TO', '550 5.2.1 disabled'), 'passed'],
    ['an end at MAIL FROM', on('MAIL FROM', hangUp), 'ECONNECTION'],
    ['an end at RSET', on('RSET', hangUp), 'ECONNECTION'],
    ['a server that is closing', on('MAIL FROM', '421 closing'), 'ECONNECTION'],
  ])('%s', async (_, script, outcome) => {
    const server = await openScripted(script);
    expect(await outcomeOf(open(server.url))).toBe(outcome);
    await expect.poll(() => server.connections()).toBe(0);
  });

  it('logs in', async () => {
    const server = await openMail({
      authOptional: false,
      onAuth: ({ password }, _, done) =>
        password === 'right' ? done(null, { user: 'ada' }) : done(new Error('no')),
    });
    const withPassword = (password: string) => server.url.replace('smtp://', `smtp://ada:${password}@`);
    expect(await outcomeOf(open(withPassword('right')))).toBe('passed');
    expect(await outcomeOf(open(withPassword('wrong')))).toBe('EAUTH 535');
    expect(await outcomeOf(open({ url: withPassword('right'), pool: true }))).toBe('passed');
    expect(server.mails).toEqual([]);
  });

  it('does not wait for a pool that hangs', async () => {
    const server = await openScripted((line) => (/^RCPT TO:<hang/.test(line) ? silence : undefined));
    const delivery = open({ url: server.url, pool: true, maxConnections: 1 });
    const hanging = new AbortController();
    const sending = delivery({ ...message('hang@example.org'), signal: hanging.signal });
    await expect.poll(() => recipientsIn(server.lines)).toEqual(['hang@example.org']);
    expect(await outcomeOf(delivery)).toBe('passed');
    hanging.abort();
    await expect(sending).rejects.toThrow();
  });

  it('ends when the delivery is closed, and its connection with it', async () => {
    const server = await openScripted((line) => (line.startsWith('MAIL') ? silence : undefined));
    const delivery = open(server.url);
    const outcome = outcomeOf(delivery);
    await expect.poll(() => server.lines.length).toBe(2);
    delivery.close?.();
    expect(await outcome).toMatch(/^(AbortError|20)$/);
    await expect.poll(() => server.connections()).toBe(0);
    server.follow(() => undefined);
    expect(await outcomeOf(delivery)).toBe('passed');
  });

  it('goes the way of the mails, through a proxy too', async () => {
    const server = await openScripted(() => undefined);
    const asked: string[] = [];
    const proxy = createServer().on('connect', ({ url = '' }, socket) => {
      asked.push(url);
      const { port } = new URL(server.url);
      const beyond = connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        beyond.pipe(socket).pipe(beyond);
      });
      socket.on('error', () => beyond.destroy());
      beyond.on('error', () => socket.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    afterwards(() => proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const delivery = open({ host: 'mail.example', port: 2525, proxy: `http://127.0.0.1:${port}` });
    expect(await outcomeOf(delivery)).toBe('passed');
    await delivery(message());
    expect(await outcomeOf(delivery)).toBe('passed');
    expect(asked).toEqual(['mail.example:2525', 'mail.example:2525', 'mail.example:2525']);
  });
});

describe('close', () => {
  it('closes the pool of the delivery, and what is sent after that opens it again', async () => {
    const server = await openScripted(() => undefined);
    const delivery = open({ url: server.url, pool: true });
    await delivery(message());
    expect(server.connections()).toBe(1);
    delivery.close?.();
    await expect.poll(() => server.connections()).toBe(0);
    await delivery(message());
    expect(server.messages).toHaveLength(2);
  });

  it('leaves a transporter of the user open', async () => {
    const server = await openScripted(() => undefined);
    const transporter = createTransport({ url: server.url, pool: true });
    afterwards(() => transporter.close());
    const delivery = open(transporter);
    await delivery(message());
    delivery.close?.();
    await delivery(message());
    // The same connection, so one greeting.
    expect(server.lines.filter((line) => line.startsWith('EHLO'))).toHaveLength(1);
    expect(server.connections()).toBe(1);
  });
});

describe('a certificate that nobody knows', () => {
  it('concerns everybody', async () => {
    const server = await openMail({ disabledCommands: [] });
    const { auth, outcome, failures } = openService(open(server.url));
    expect(await outcome('ada@example.com')).toBe('accepted');
    await expect.poll(() => failures()[0]).toMatchObject({ scope: 'everybody', error: 'Error (ESOCKET)' });
    expect(await outcome('eve@example.com')).toBe('DELIVERY_UNAVAILABLE 5');
    await auth.close();
  });
});
