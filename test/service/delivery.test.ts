import { describe, expect, it } from 'vitest';
import { nodemailerDelivery } from '../../src/delivery/nodemailer/index.js';
import { DeliveryError, type LoginCodeMessage } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { startMailServer } from '../support/mail-server.js';
import { openService } from '../support/outcomes.js';

const from = 'Example <login@example.com>';
const everybody = { type: 'code.delivery_failed', step: 'delivery', scope: 'everybody' };
const rejection = (message: string, responseCode: number) =>
  Object.assign(new Error(message), { responseCode });

const { afterwards } = useCleanUps();
const openMail = async (...options: Parameters<typeof startMailServer>) => {
  const mail = await startMailServer(...options);
  afterwards(mail.stop);
  return mail;
};

const smtp = (url: string) => nodemailerDelivery({ transport: url, from });

const open = (...args: Parameters<typeof openService>) => {
  const service = openService(...args);
  const failures = () => service.failures().map(({ identity, ip, at, duration, ...rest }) => rest);
  return { ...service, failures };
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
    [
      'that greets nobody',
      async () => (await openMail({ onConnect: (_, done) => done(rejection('never', 554)) })).url,
      'Error (EPROTOCOL)',
    ],
  ];

  it.each(troubles)('%s: the first is answered, everybody is refused then', async (_, start, error) => {
    const { auth, outcome, failures, events } = open(smtp(await start()));
    expect(await outcome('ada@example.com')).toBe('accepted');
    await auth.close();
    expect(failures()).toEqual([
      { ...everybody, error, willRetry: true },
      { ...everybody, error, willRetry: true },
      { ...everybody, error, willRetry: false },
    ]);
    expect(await outcome('eve@example.com')).toBe('DELIVERY_UNAVAILABLE 5');
    expect(JSON.stringify(events)).not.toContain('secret-password');
  });

  it('that is too slow: a try ends in time', async () => {
    const mail = await openMail({ onMailFrom: () => {} });
    const { auth, outcome, failures } = open({ send: smtp(mail.url), timeout: 0.05, attempts: 1 });
    expect(await outcome('ada@example.com')).toBe('accepted');
    await auth.close();
    expect(failures()).toEqual([
      { ...everybody, scope: 'unknown', error: 'DeadlineExceeded', willRetry: false },
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
    expect(await outcome('ada@example.com')).toBe('accepted');
    await auth.close();
    for (const pause of [5, 10, 20, 40, 60, 60]) {
      expect(await outcome('ada@example.com')).toBe(`DELIVERY_UNAVAILABLE ${pause}`);
      clock.advance(pause);
    }
  });

  it('that a delivery cannot probe is tried again by everybody after its pause', async () => {
    const fails = () => Promise.reject(new DeliveryError('no', { scope: 'everybody' }));
    const { auth, outcome, clock } = open(fails);
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
      { ...everybody, scope: 'recipient', error: 'Error (EENVELOPE)', willRetry: false },
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
    const failure = { step: 'claims', scope: 'unknown', error: 'AuthError (SERVICE_UNAVAILABLE)' };
    expect(failures()).toMatchObject([failure, failure, failure]);
    expect(await outcome('eve@example.com')).toBe('accepted');
    await auth.close();
  });

  it('that claims does not let in are an event, and no mail', async () => {
    const sent: string[] = [];
    const send = async ({ identity }: { identity: string }) => void sent.push(identity);
    const { auth, outcome, events } = open(send, { claims: () => null });
    expect(await outcome('eve@example.com')).toBe('accepted');
    await auth.close();
    expect(events.at(-1)).toMatchObject({ type: 'code.withheld', identity: 'eve@example.com' });
    expect(sent).toEqual([]);
  });

  it('say who they are: one id a code, the same in every try, and a signal a try', async () => {
    const messages: LoginCodeMessage[] = [];
    const send = async (message: LoginCodeMessage) => {
      messages.push(message);
      if (messages.length === 1) throw new Error('no');
    };
    const { auth, outcome, clock } = open(send);
    const requestedAt = clock();
    await outcome('ada@example.com');
    await auth.close();
    await outcome('eve@example.com');
    await auth.close();
    const [first, again, other] = messages;
    expect(again).toMatchObject({ id: first?.id, code: first?.code, requestedAt });
    expect(other?.id).not.toBe(first?.id);
    expect(first?.id).not.toContain(first?.code);
    expect(again?.signal).not.toBe(first?.signal);
    expect(messages.map(({ signal }) => signal.aborted)).toEqual([false, false, false]);
  });

  it('that take too long are aborted', async () => {
    let reason: unknown;
    const send = ({ signal }: LoginCodeMessage) =>
      new Promise<void>((_, reject) => {
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          reject(signal.reason);
        });
      });
    const { auth, outcome, failures } = open({ send, timeout: 0.02 });
    await outcome('ada@example.com');
    await auth.close();
    expect(reason).toMatchObject({ name: 'DeadlineExceeded' });
    expect(failures()).toMatchObject([{ error: 'DeadlineExceeded', willRetry: false }]);
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
