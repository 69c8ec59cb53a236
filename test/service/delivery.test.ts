import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { AuthError, Delivery, DeliveryOptions, EmailAuthOptions } from '../../src/index.js';
import { nodemailerDelivery } from '../../src/mail/nodemailer.js';
import { startMailServer } from '../support/mail-server.js';
import { createTestAuth, noLimits } from '../support/service.js';

const from = 'Example <login@example.com>';
const caller = { ip: '192.0.2.1' };
const rejection = (message: string, responseCode: number) =>
  Object.assign(new Error(message), { responseCode });

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
const openMail = async (...options: Parameters<typeof startMailServer>) => {
  const mail = await startMailServer(...options);
  stops.push(mail.stop);
  return mail;
};

const smtp = (url: string) => nodemailerDelivery({ transport: url, from });

const open = (delivery: Delivery | DeliveryOptions, options: EmailAuthOptions = {}) => {
  const service = createTestAuth({ limits: noLimits, delivery, ...options });
  const outcome = (identity: string) =>
    service.auth.requestLoginCode(identity, caller).then(
      () => 'accepted',
      (error: AuthError) => `${error.code} ${error.retryAfter}`,
    );
  const failures = () =>
    service.events
      .filter((event) => event.type === 'code.delivery_failed')
      .map(({ identity, ip, at, ...rest }) => rest);
  return { ...service, outcome, failures };
};

/** A mail server that hangs up in the middle of a message. */
const startDroppingServer = async () => {
  const reply = (socket: Socket, text: string) => {
    if (text.startsWith('EHLO')) return socket.write('250 hello\r\n');
    if (/^(MAIL|RCPT)/.test(text)) return socket.write('250 ok\r\n');
    return text.startsWith('DATA') ? socket.write('354 go on\r\n') : socket.destroy();
  };
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => reply(socket, String(chunk)));
    socket.write('220 ready\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => new Promise((resolve) => void server.close(() => resolve())));
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

describe('a mail server that nobody gets through to', () => {
  const troubles: readonly (readonly [string, () => Promise<string>, string])[] = [
    [
      'that is down',
      async () => {
        const mail = await startMailServer();
        await mail.stop();
        return mail.url;
      },
      'Error (ESOCKET)',
    ],
    [
      'that refuses the password',
      async () => {
        const onAuth = (_: unknown, __: unknown, done: (error: Error) => void) => done(new Error('no'));
        const mail = await openMail({ authOptional: false, onAuth });
        return mail.url.replace('smtp://', 'smtp://user:secret-password@');
      },
      'Error (EAUTH)',
    ],
    [
      'that refuses the sender',
      async () => (await openMail({ onMailFrom: (_, __, done) => done(rejection('no', 550)) })).url,
      'Error (EENVELOPE)',
    ],
    [
      'that is closing',
      async () => (await openMail({ onConnect: (_, done) => done(rejection('later', 421)) })).url,
      'Error (EPROTOCOL)',
    ],
    ['that hangs up in mid-message', startDroppingServer, 'Error (ECONNECTION)'],
  ];

  it.each(troubles)('%s: the first is answered, everybody is refused then', async (_, start, error) => {
    const { auth, outcome, failures, events } = open(smtp(await start()));
    expect(await outcome('ada@example.com')).toBe('accepted');
    await auth.close();
    expect(failures()).toEqual([
      { type: 'code.delivery_failed', error, willRetry: true },
      { type: 'code.delivery_failed', error, willRetry: true },
      { type: 'code.delivery_failed', error, willRetry: false },
    ]);
    expect(await outcome('eve@example.com')).toBe('DELIVERY_UNAVAILABLE 5');
    expect(JSON.stringify(events)).not.toContain('secret-password');
  });

  it('that is too slow: a try ends in time', async () => {
    const mail = await openMail({ onMailFrom: (_, __, done) => void setTimeout(done, 300) });
    const { auth, outcome, failures } = open({ send: smtp(mail.url), timeout: 0.05, attempts: 1 });
    expect(await outcome('ada@example.com')).toBe('accepted');
    await auth.close();
    expect(failures()).toEqual([
      { type: 'code.delivery_failed', error: 'DeadlineExceeded', willRetry: false },
    ]);
    expect(await outcome('eve@example.com')).toBe('DELIVERY_UNAVAILABLE 5');
  });

  it('that comes back: what waited is delivered, and everybody is let in again', async () => {
    const gone = await startMailServer();
    await gone.stop();
    const { auth, outcome, failures, events } = open(smtp(gone.url));
    expect(await outcome('ada@example.com')).toBe('accepted');
    await expect.poll(() => failures().length).toBe(1);
    const mail = await openMail({ port: gone.port });
    await auth.close();
    expect(mail.mails.map(({ recipients }) => recipients)).toEqual([['ada@example.com']]);
    expect(events.at(-1)).toMatchObject({ type: 'code.sent', identity: 'ada@example.com' });
    expect(await outcome('eve@example.com')).toBe('accepted');
    await auth.close();
    expect(mail.mails).toHaveLength(2);
  });

  it('is tried again after a pause that grows to a minute', async () => {
    const gone = await startMailServer();
    await gone.stop();
    const { auth, outcome, clock } = open(smtp(gone.url));
    for (const pause of [5, 10, 20, 40, 60, 60]) {
      expect(await outcome('ada@example.com')).toBe('accepted');
      await auth.close();
      expect(await outcome('ada@example.com')).toBe(`DELIVERY_UNAVAILABLE ${pause}`);
      clock.advance(pause);
    }
  });

  it('cannot be kept closed by strangers whose addresses get no mail', async () => {
    const gone = await startMailServer();
    await gone.stop();
    const claims = (email: string) => (email.startsWith('ada') ? {} : null);
    const { auth, outcome, clock } = open(smtp(gone.url), { claims });
    await outcome('ada@example.com');
    await auth.close();
    const mail = await openMail({ port: gone.port });
    clock.advance(5);
    for (let i = 0; i < 20; i += 1) expect(await outcome(`stranger-${i}@example.com`)).toBe('accepted');
    await auth.close();
    expect(await outcome('ada@example.com')).toBe('accepted');
    await auth.close();
    expect(mail.mails).toHaveLength(1);
  });
});

describe('a recipient that is refused', () => {
  it('is an event, and nobody else is concerned', async () => {
    const mail = await openMail({
      onRcptTo: ({ address }, _, done) =>
        address.startsWith('nobody') ? done(rejection('no such user', 550)) : done(),
    });
    const { auth, outcome, failures } = open(smtp(mail.url));
    expect(await outcome('nobody@example.com')).toBe('accepted');
    await auth.close();
    expect(failures()).toEqual([
      { type: 'code.delivery_failed', error: 'Error (EENVELOPE)', willRetry: false },
    ]);
    expect(await outcome('ada@example.com')).toBe('accepted');
    // Nothing was sent, so nothing is waited for.
    expect(await outcome('nobody@example.com')).toBe('accepted');
    await auth.close();
    expect(mail.mails.map(({ recipients }) => recipients)).toEqual([['ada@example.com']]);
  });

  it('for now (greylisting) gets the mail with the next try', async () => {
    let tries = 0;
    const mail = await openMail({
      onRcptTo: (_, __, done) => {
        tries += 1;
        return tries === 1 ? done(rejection('come back', 450)) : done();
      },
    });
    const { auth, outcome, failures } = open(smtp(mail.url));
    await outcome('ada@example.com');
    await auth.close();
    expect(failures()).toHaveLength(1);
    expect(mail.mails).toHaveLength(1);
  });
});

describe('deliveries in the background', () => {
  const never = () => new Promise<void>(() => {});

  it('that hang for ever do not take the place of others', async () => {
    const send = ({ identity }: { identity: string }) =>
      identity.startsWith('hang') ? never() : Promise.resolve();
    const { auth, outcome, events } = open({ send, concurrency: 1, attempts: 1, timeout: 0.02 });
    await outcome('hang@example.com');
    await outcome('ada@example.com');
    await auth.close();
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'code.sent', identity: 'ada@example.com' }),
    );
  });

  it('tell a lookup that fails from a mail server that does', async () => {
    const { auth, outcome, failures } = open(async () => {}, {
      claims: () => Promise.reject(new Error('database away')),
    });
    await outcome('ada@example.com');
    await auth.close();
    expect(failures()).toHaveLength(3);
    expect(await outcome('eve@example.com')).toBe('accepted');
    await auth.close();
  });

  it('read the cause of what fetch throws', async () => {
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const { auth, outcome } = open(() => Promise.reject(new TypeError('fetch failed', { cause })));
    await outcome('ada@example.com');
    await auth.close();
    expect(await outcome('eve@example.com')).toBe('DELIVERY_UNAVAILABLE 5');
  });

  it('are not tried again when the code has expired', async () => {
    let tries = 0;
    const { clock, auth, outcome } = open(async () => {
      tries += 1;
      clock.advance(300);
      throw new Error('no');
    });
    await outcome('ada@example.com');
    await auth.close();
    expect(tries).toBe(1);
  });
});

describe('a delivery that is waited for', () => {
  it('answers when the mail is out, or with DELIVERY_UNAVAILABLE', async () => {
    const mail = await startMailServer();
    const { outcome, clock } = open({ send: smtp(mail.url), mode: 'await' });
    expect(await outcome('ada@example.com')).toBe('accepted');
    expect(mail.mails).toHaveLength(1);
    await mail.stop();
    expect(await outcome('eve@example.com')).toBe('DELIVERY_UNAVAILABLE 5');
    await openMail({ port: mail.port });
    clock.advance(5);
    expect(await outcome('eve@example.com')).toBe('accepted');
  });

  it('says nothing of a single bad recipient', async () => {
    const mail = await openMail({ onRcptTo: (_, __, done) => done(rejection('no such user', 550)) });
    const { outcome, failures } = open({ send: smtp(mail.url), mode: 'await' });
    expect(await outcome('ada@example.com')).toBe('accepted');
    expect(failures()).toHaveLength(1);
  });
});
