import { describe, expect, it } from 'vitest';
import { nodemailerDelivery } from '../../src/delivery/nodemailer/index.js';
import { type Delivery, DeliveryError, type EmailAuthOptions } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { honest, openService } from '../support/outcomes.js';
import {
  hangUp,
  messageIdOf,
  recipientsIn,
  type Script,
  silence,
  startScriptedMailServer,
} from '../support/scripted-mail-server.js';
import { howMuch } from '../support/thoroughness.js';

const sender = 'login@example.com';
const { afterwards } = useCleanUps();

const startServer = async (...args: Parameters<typeof startScriptedMailServer>) => {
  const server = await startScriptedMailServer(...args);
  afterwards(server.stop);
  return server;
};

interface Setting {
  /** Default: none, and so one command after the other. */
  readonly extensions?: readonly string[];
  /** Seconds. */
  readonly timeout?: number;
  readonly transport?: object;
  readonly options?: EmailAuthOptions;
}

const openMail = async (script: Script, { extensions, timeout = 30, transport, options }: Setting = {}) => {
  const server = await startServer(script, { extensions: extensions ?? [] });
  const send = nodemailerDelivery({
    transport: transport ? { url: server.url, ...transport } : server.url,
    from: `Example <${sender}>`,
  });
  afterwards(() => send.close?.());
  return { server, ...openService({ send, timeout }, options) };
};

/** Answers one command for some recipients, and all others like a friendly server. */
const forRecipient = (pattern: RegExp, answer: string): Script => {
  const command = new RegExp(`^RCPT TO:<[^>]*${pattern.source}`);
  return (line) => (command.test(line) ? answer : undefined);
};

/** The transaction of a bad recipient goes wrong at a later command. */
const laterFor = (pattern: RegExp, command: string, answer: string): Script => {
  let bad = false;
  return (line) => {
    if (line.startsWith('RCPT TO')) bad = pattern.test(line);
    return bad && line === command ? answer : undefined;
  };
};

const pipelining = ['PIPELINING'];

describe('what one recipient can cause', () => {
  const attacks: readonly (readonly [attack: string, script: Script, setting?: Setting])[] = [
    ['421 at RCPT', forRecipient(/evil/, '421 go away')],
    ['421 at RCPT, with pipelining', forRecipient(/evil/, '421 go away'), { extensions: pipelining }],
    ['450 at RCPT', forRecipient(/evil/, '450 later')],
    ['550 at RCPT', forRecipient(/evil/, '550 5.7.1 no')],
    ['550 at RCPT, with pipelining', forRecipient(/evil/, '550 5.7.1 no'), { extensions: pipelining }],
    ['an end of the connection at RCPT', forRecipient(/evil/, hangUp)],
    ['silence at RCPT', forRecipient(/evil/, silence), { timeout: 2 }],
    ['421 at DATA', laterFor(/evil/, 'DATA', '421 go away')],
    ['554 at DATA', laterFor(/evil/, 'DATA', '554 no')],
    ['silence at DATA', laterFor(/evil/, 'DATA', silence), { timeout: 2 }],
    ['an end of the connection at DATA', laterFor(/evil/, 'DATA', hangUp)],
    ['552 after the message', laterFor(/evil/, '.', '552 full')],
    ['421 after the message', laterFor(/evil/, '.', '421 go away')],
    ['an end of the connection after the message', laterFor(/evil/, '.', hangUp)],
    ['a confirmation that comes too late', laterFor(/evil/, '.', silence), { timeout: 2 }],
  ];

  it.each(attacks.map(([attack, script, setting = {}]) => [attack, script, setting] as const))(
    '%s: honest requests go on',
    async (_, script, setting) => {
      const { server, auth, outcome, failures } = await openMail(script, setting);
      // Three domains are a stranger's for a few euros.
      for (const identity of ['a@evil-1.test', 'b@evil-2.test', 'c@evil-3.test']) {
        expect(await outcome(identity)).toBe('accepted');
      }
      await auth.close();
      expect(new Set(failures().map(({ identity }) => identity)).size).toBe(3);
      const asked = honest(howMuch({ quick: 12, slow: 44 }));
      const outcomes: string[] = [];
      for (const identity of asked) outcomes.push(await outcome(identity));
      expect(outcomes).toEqual(asked.map(() => 'accepted'));
      await auth.close({ timeout: 60 });
      expect(new Set(recipientsIn(server.lines))).toEqual(
        new Set([...asked, sender, 'a@evil-1.test', 'b@evil-2.test', 'c@evil-3.test']),
      );
      expect(server.messages.filter((message) => /^To: ada@/m.test(message))).toHaveLength(asked.length);
    },
  );

  it('an address that is not ASCII, with a server that takes no such sender', async () => {
    const script: Script = (line) => (/^MAIL FROM.*SMTPUTF8/.test(line) ? '550 5.6.7 no' : undefined);
    const { auth, outcome, failures } = await openMail(script, { extensions: ['SMTPUTF8'] });
    for (const identity of ['jörg@evil-1.test', 'jörg@evil-2.test', 'jörg@evil-3.test']) {
      expect(await outcome(identity)).toBe('accepted');
      await auth.close();
    }
    expect(failures().map(({ scope, willRetry }) => [scope, willRetry])).toEqual([
      ['recipient', false],
      ['recipient', false],
      ['everybody', false],
    ]);
    expect(await outcome('ada@example.com')).toBe('accepted');
    await auth.close();
  });

  it('does not make us knock at our own server all the time', async () => {
    const { server, auth, clock, outcome } = await openMail(forRecipient(/evil/, hangUp));
    const probes = () => recipientsIn(server.lines).filter((recipient) => recipient === sender).length;
    for (let i = 0; i < 10; i += 1) await outcome(`a@evil-${i}.test`);
    await auth.close();
    expect(probes()).toBe(1);
    clock.advance(5);
    for (let i = 10; i < 20; i += 1) await outcome(`a@evil-${i}.test`);
    await auth.close();
    expect(probes()).toBe(2);
  });
});

describe('two recipients that hang in a pool of two', () => {
  it('keep nobody waiting for longer than the deadline, and get one message each', async () => {
    const { server, auth, outcome, events } = await openMail(laterFor(/hang/, '.', silence), {
      timeout: 3,
      transport: { pool: true, maxConnections: 2 },
    });
    for (const identity of ['a@hang.test', 'b@hang.test']) expect(await outcome(identity)).toBe('accepted');
    await expect.poll(() => server.messages.length).toBe(2);
    // What begins in the same moment has the same deadline: it would end as the connections get free.
    const hanging = performance.now();
    await expect.poll(() => performance.now() - hanging, { timeout: 10_000 }).toBeGreaterThan(1500);
    const asked = honest(10);
    for (const identity of asked) expect(await outcome(identity)).toBe('accepted');
    await auth.close();
    const sent = events
      .filter(({ type }) => type === 'code.sent')
      .map((event) => 'identity' in event && event.identity);
    expect(sent.sort()).toEqual(asked.sort());
    const ids = server.messages.map(messageIdOf);
    expect(new Set(ids).size).toBe(12);
    expect(ids).toHaveLength(12);
    for (const id of ids) expect(id).toMatch(/^<[\w-]{20,}@example\.com>$/);
  });

  it('are aborted, and not sent again: they may have been accepted', async () => {
    const { server, auth, outcome, failures } = await openMail(laterFor(/hang/, '.', silence), {
      timeout: 1,
    });
    await outcome('a@hang.test');
    await auth.close();
    expect(server.messages).toHaveLength(1);
    expect(failures().map(({ error, willRetry }) => [error, willRetry])).toEqual([
      ['DeadlineExceeded', false],
    ]);
    await expect.poll(() => server.connections()).toBe(0);
  });
});

describe('another try', () => {
  it('is the same message: one Message-ID a code', async () => {
    let tries = 0;
    const { server, auth, outcome } = await openMail((line) => {
      if (line !== '.') return undefined;
      tries += 1;
      return tries < 3 ? '451 later' : undefined;
    });
    await outcome('ada@example.com');
    await auth.close();
    expect(server.messages).toHaveLength(3);
    expect(new Set(server.messages.map(messageIdOf)).size).toBe(1);
  });

  it.each([
    ['before the message', forRecipient(/ada/, hangUp), true],
    ['at DATA', laterFor(/ada/, 'DATA', hangUp), true],
    ['after the message', laterFor(/ada/, '.', hangUp), false],
  ])('follows a connection that ends %s, or not', async (_, script, willRetry) => {
    const { server, auth, outcome, failures } = await openMail(script);
    await outcome('ada@example.com');
    await auth.close();
    expect(failures()[0]).toMatchObject({ error: 'Error (ECONNECTION)', willRetry });
    expect(recipientsIn(server.lines).filter((to) => to !== sender)).toHaveLength(willRetry ? 3 : 1);
  });
});

describe('a sender that every recipient refuses', () => {
  const refused: readonly (readonly [string, Script])[] = [
    ['at RCPT', (line) => (line.startsWith('RCPT') ? '550 5.7.1 relaying denied' : undefined)],
    ['at RCPT for a while', (line) => (line.startsWith('RCPT') ? '451 4.7.1 quota' : undefined)],
  ];
  it.each(refused)('%s: the probe meets it too, and nobody is kept waiting for a mail', async (_, script) => {
    const { server, auth, clock, outcome, failures } = await openMail(script, { timeout: 5 });
    const [first, second, third] = honest(3);
    for (const identity of [first, second, second]) {
      expect(await outcome(identity ?? '')).toBe('accepted');
      await auth.close();
    }
    expect(recipientsIn(server.lines)).not.toContain(sender);
    expect(await outcome(third ?? '')).toBe('accepted');
    await auth.close();
    expect(failures().at(-1)).toMatchObject({ identity: third, scope: 'everybody', step: 'delivery' });
    expect(await outcome('ada@example.com')).toBe('DELIVERY_UNAVAILABLE 5');

    // It stays so, with longer pauses, until a probe succeeds; a user's mail is not the probe.
    clock.advance(5);
    expect(await outcome('ada@example.com')).toBe('DELIVERY_UNAVAILABLE 10');
    expect(await outcome('eve@example.com')).toBe('DELIVERY_UNAVAILABLE 10');
    clock.advance(10);
    server.follow(() => undefined);
    expect(await Promise.all(['ada@example.com', 'eve@example.com'].map(outcome))).toEqual([
      'accepted',
      'accepted',
    ]);
    await auth.close();
    expect(server.messages).toHaveLength(2);
  });

  it('at the end of the message: the operator is told, and mail goes on as far as the probe can see', async () => {
    const { auth, outcome, failures } = await openMail((line) =>
      line === '.' ? '554 5.7.1 sandbox' : undefined,
    );
    for (const identity of honest(4)) {
      expect(await outcome(identity)).toBe('accepted');
      await auth.close();
    }
    expect(failures().map(({ scope }) => scope)).toEqual([
      'recipient',
      'recipient',
      'everybody',
      'everybody',
    ]);
  });

  it('is no news once a mail got through', async () => {
    let refuses = true;
    const { auth, outcome, failures } = await openMail((line) =>
      refuses && line.startsWith('RCPT') ? '550 no' : undefined,
    );
    const [a, b, c, d] = honest(4);
    for (const identity of [a, b]) await outcome(identity ?? '');
    await auth.close();
    refuses = false;
    await outcome(c ?? '');
    await auth.close();
    refuses = true;
    await outcome(d ?? '');
    await auth.close();
    expect(failures().map(({ scope }) => scope)).toEqual(['recipient', 'recipient', 'recipient']);
  });
});

describe('a server that falls silent', () => {
  const commands: [when: string, command: string][] = [
    ['at the greeting', 'CONNECT'],
    ['at MAIL FROM', 'MAIL'],
    ['at RCPT TO', 'RCPT'],
  ];
  it.each(howMuch({ quick: commands.slice(0, 1), slow: commands }))(
    '%s, for everybody: the first failure asks the probe, which meets it too',
    async (_, command) => {
      const { server, auth, clock, outcome } = await openMail(
        (line) => (line.startsWith(command) ? silence : undefined),
        { timeout: 1 },
      );
      expect(await outcome('ada@example.com')).toBe('accepted');
      await auth.close();
      expect(await outcome('eve@example.com')).toBe('DELIVERY_UNAVAILABLE 5');
      clock.advance(5);
      expect(await outcome('eve@example.com')).toBe('DELIVERY_UNAVAILABLE 10');
      clock.advance(10);
      server.follow(() => undefined);
      expect(await outcome('eve@example.com')).toBe('accepted');
      await auth.close();
      expect(server.messages).toHaveLength(1);
    },
  );
});

describe("a delivery of one's own", () => {
  const status = (value: number) => Object.assign(new Error('no'), { status: value });
  const fetchFailed = (code: string) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code }) });
  const everybody: readonly (readonly [string, () => unknown])[] = [
    ['that is refused with 401', () => status(401)],
    ['that is refused with 403', () => ({ ...new Error('no'), response: { status: 403 } })],
    ...[
      'CERT_HAS_EXPIRED',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'ECONNREFUSED',
      'ENOTFOUND',
      'ECONNRESET',
      'UND_ERR_CONNECT_TIMEOUT',
      'UND_ERR_SOCKET',
    ].map((code) => [`whose fetch fails with ${code}`, () => fetchFailed(code)] as const),
    [
      'whose fetch takes longer than its AbortSignal.timeout',
      () => AbortSignal.abort(new DOMException('late', 'TimeoutError')).reason,
    ],
    ['that says so', () => new DeliveryError('no money', { scope: 'everybody' })],
    [
      'that says so in a cause',
      () => new Error('no', { cause: new DeliveryError('no money', { scope: 'everybody' }) }),
    ],
  ];
  it.each(everybody)('%s concerns everybody at once', async (_, error) => {
    const { auth, outcome, failures } = openService({ send: () => Promise.reject(error()), attempts: 1 });
    expect(await outcome('ada@example.com')).toBe('accepted');
    await auth.close();
    expect(failures()).toMatchObject([{ scope: 'everybody', step: 'delivery' }]);
    expect(await outcome('eve@example.com')).toBe('DELIVERY_UNAVAILABLE 5');
  });

  const others: readonly (readonly [string, () => unknown])[] = [
    ['hangs', () => new DOMException('late', 'AbortError')],
    ['is refused with 400', () => status(400)],
    ['is refused with 429', () => status(429)],
    ['is refused with 500', () => status(500)],
    ['says it is the recipient', () => new DeliveryError('landline', { scope: 'recipient' })],
    ['says nothing', () => new Error('no')],
  ];
  it.each(others)('that %s refuses nobody, and tells the operator after three domains', async (_, error) => {
    const { auth, outcome, failures } = openService({ send: () => Promise.reject(error()), attempts: 1 });
    for (const identity of honest(5)) {
      expect(await outcome(identity)).toBe('accepted');
      await auth.close();
    }
    expect(failures().map(({ scope }) => scope === 'everybody')).toEqual([false, false, true, true, true]);
  });

  it('may have a check of its own, which decides', async () => {
    let works = false;
    const checks: boolean[] = [];
    const check = async () => {
      checks.push(works);
      if (!works) throw new Error('no');
    };
    const refuse = async () => {
      throw new DeliveryError('no', { scope: 'recipient', permanent: true });
    };
    const send: Delivery = Object.assign(refuse, { check });
    const { auth, clock, outcome } = openService(send);
    for (const identity of honest(2)) await outcome(identity);
    await auth.close();
    expect(checks).toEqual([]);
    await outcome('ada@third.example');
    await auth.close();
    expect(checks).toEqual([false]);
    expect(await outcome('ada@example.com')).toBe('DELIVERY_UNAVAILABLE 5');
    clock.advance(5);
    works = true;
    // Many ask at once: one probe answers all.
    expect(await Promise.all(honest(10).map(outcome))).toEqual(honest(10).map(() => 'accepted'));
    expect(checks).toEqual([false, true]);
    await auth.close();
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['hangs', () => new Promise<void>(() => {})],
  ])('whose check %s keeps nobody waiting for long', async (_, check) => {
    const fail = () => Promise.reject(new DeliveryError('no', { scope: 'everybody' }));
    const { auth, clock, outcome } = openService({
      send: Object.assign(fail, { check }),
      timeout: 1,
      attempts: 1,
    });
    await outcome('ada@example.com');
    await auth.close();
    clock.advance(5);
    expect(await outcome('ada@example.com')).toBe('DELIVERY_UNAVAILABLE 10');
  });

  it('is refused where its check is no function', () => {
    const send = Object.assign(async () => {}, { check: true });
    // @ts-expect-error: a check is a function.
    expect(() => openService({ send })).toThrow('delivery.send.check must be a function');
  });
});

describe('old news', () => {
  it('of a try that began before the breaker was closed opens it for nobody', async () => {
    let works = false;
    let failLate: () => void = () => {};
    const late = new Promise<void>((resolve) => {
      failLate = resolve;
    });
    const check = async () => {
      if (!works) throw new Error('no');
    };
    const attempt = async ({ identity }: { identity: string }) => {
      if (identity.startsWith('late')) await late;
      if (!works || identity.startsWith('late')) throw new DeliveryError('no', { scope: 'everybody' });
    };
    const { auth, clock, outcome, failures, events } = openService({
      send: Object.assign(attempt, { check }),
      attempts: 1,
    });
    await outcome('late@example.com');
    await outcome('ada@example.com');
    await expect.poll(() => failures().length).toBe(1);
    clock.advance(5);
    works = true;
    expect(await outcome('ada@example.com')).toBe('accepted');
    await expect.poll(() => events.some(({ type }) => type === 'code.sent')).toBe(true);
    failLate();
    await auth.close();
    expect(failures()).toHaveLength(2);
    expect(await outcome('eve@example.com')).toBe('accepted');
    await auth.close();
  });
});
