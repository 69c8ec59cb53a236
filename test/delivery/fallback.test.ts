import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failureOf } from '../../src/delivery/delivery-failure.js';
import { nodemailerDelivery } from '../../src/delivery/nodemailer/index.js';
import { type Delivery, DeliveryError, fallback, type LoginCodeMessage } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { sampleMessage } from '../support/sample-message.js';
import { type Script, silence, startScriptedMailServer } from '../support/scripted-mail-server.js';
import { withResolvers } from '../support/with-resolvers.js';

const { afterwards } = useCleanUps();
afterEach(() => void vi.useRealTimers());

const identity = 'ada@example.org';
const error = (properties: object) => Object.assign(new Error('no'), properties);
const everybody = error({ code: 'EAUTH' });
const recipient = error({ command: 'RCPT TO', responseCode: 550 });
const silent = Object.assign(new Error('no'), { name: 'TimeoutError' });

/** A delivery that fails with the first of these, then with the next; with null it takes the message. */
const failing = (...outcomes: readonly unknown[]) => {
  const got: LoginCodeMessage[] = [];
  const send: Delivery = async (message) => {
    const outcome = outcomes[Math.min(got.push(message), outcomes.length) - 1];
    if (outcome !== null) throw outcome;
  };
  return { got, send };
};

const failureBy = (sent: Promise<void>) =>
  sent.then(
    () => 'sent',
    (thrown) => failureOf(thrown, identity),
  );

describe('the second delivery', () => {
  it.each([
    ['nobody can be mailed by the first', everybody],
    ['the first refuses the recipient', recipient],
    ['the first says so', new DeliveryError('no', { scope: 'everybody', permanent: true })],
    ['the first is busy', error({ status: 503 })],
    ['the first throws nothing', undefined],
  ])('gets the message where %s', async (_, thrown) => {
    const [first, second] = [failing(thrown), failing(null)];
    const told: unknown[] = [];
    await fallback([first.send, second.send], (...failure) => told.push(failure))(sampleMessage());
    expect(first.got).toHaveLength(1);
    expect(second.got.map(({ id }) => id)).toEqual([sampleMessage().id]);
    expect(told).toEqual([[thrown, 0]]);
  });

  it.each([
    ['fell silent', silent],
    ['was aborted', new DOMException('no', 'AbortError')],
    ['lost its connection', error({ code: 'ECONNRESET' })],
    ['has a silent gateway', error({ status: 504 })],
  ])('never gets it where the first %s: it may have been accepted', async (_, thrown) => {
    const [first, second] = [failing(thrown), failing(null)];
    const failure = await failureBy(fallback([first.send, second.send])(sampleMessage()));
    expect(failure).toEqual({ scope: 'unknown', worthRetrying: false, mayBeAccepted: true });
    expect(second.got).toEqual([]);
  });

  it('is not asked where the first has sent', async () => {
    const [first, second] = [failing(null), failing(null)];
    await fallback([first.send, second.send])(sampleMessage());
    expect(second.got).toEqual([]);
  });

  it('is not asked when all time is over', async () => {
    const over = new AbortController();
    const first: Delivery = async () => {
      over.abort();
      throw everybody;
    };
    const second = failing(null);
    const sent = fallback([first, second.send])(sampleMessage({ signal: over.signal }));
    await expect(sent).rejects.toThrow('No delivery');
    expect(second.got).toEqual([]);
  });

  it('goes first for a while after the first failed for everybody, and then last again', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const [first, second] = [failing(silent, everybody, null), failing(null)];
    const send = fallback([first.send, second.send]);
    const counts = () => [first.got.length, second.got.length];
    expect(await failureBy(send(sampleMessage()))).toMatchObject({ mayBeAccepted: true });
    await send(sampleMessage());
    expect(counts()).toEqual([1, 1]);
    vi.setSystemTime(Date.now() + 5000);
    await send(sampleMessage());
    expect(counts()).toEqual([2, 2]);
    vi.setSystemTime(Date.now() + 9999);
    await send(sampleMessage());
    expect(counts()).toEqual([2, 3]);
    vi.setSystemTime(Date.now() + 1);
    for (let i = 0; i < 2; i += 1) await send(sampleMessage());
    expect(counts()).toEqual([4, 3]);
  });
});

describe('where none has taken it', () => {
  const worthwhile = error({ command: 'RCPT TO', responseCode: 450 });
  it.each([
    ['all for everybody', [everybody, everybody], { scope: 'everybody', worthRetrying: true }],
    ['one for its recipient', [everybody, recipient], { scope: 'recipient', worthRetrying: true }],
    ['all for its recipient', [recipient, recipient], { scope: 'recipient', worthRetrying: false }],
    ['one for now', [recipient, worthwhile], { scope: 'recipient', worthRetrying: true }],
    ['one says nothing', [everybody, error({})], { scope: 'unknown', worthRetrying: true }],
    [
      'the last fell silent',
      [everybody, silent],
      { scope: 'everybody', worthRetrying: false, mayBeAccepted: true },
    ],
    [
      'the second of three fell silent',
      [everybody, silent, null],
      { scope: 'unknown', worthRetrying: false, mayBeAccepted: true },
    ],
  ])('%s, that is what it says', async (_, outcomes, failure) => {
    const [first = everybody, second = everybody, ...others] = outcomes.map((one) => failing(one).send);
    const send = fallback([first as Delivery, second as Delivery, ...others]);
    expect(await failureBy(send(sampleMessage()))).toEqual(failure);
  });

  it('the code of the last error is told', async () => {
    const send = fallback([failing(recipient).send, failing(everybody).send]);
    await expect(send(sampleMessage())).rejects.toMatchObject({ name: 'SeveralFailed', code: 'EAUTH' });
  });
});

describe('the time', () => {
  it('is split: the last has what is left', async () => {
    const [first, second, third] = [failing(everybody), failing(everybody), failing(null)];
    const message = sampleMessage({ timeout: 9 });
    await fallback([first.send, second.send, third.send])(message);
    expect([first, second, third].map(({ got }) => got[0]?.timeout)).toEqual([3, 3, 9]);
    expect(third.got[0]?.signal).toBe(message.signal);
  });

  /** Sends to a mail server that falls silent at a command, and lets the time go by once it has. */
  const late = async (command: string) => {
    const { promise: fallenSilent, resolve: fallSilent } = withResolvers<void>();
    const script: Script = (line) => {
      if (!line.startsWith(command)) return undefined;
      fallSilent();
      return silence;
    };
    const server = await startScriptedMailServer(script);
    afterwards(server.stop);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const second = failing(null);
    const first = nodemailerDelivery({ transport: server.url, from: 'login@example.com' });
    const sent = failureBy(fallback([first, second.send])(sampleMessage({ timeout: 20 })));
    await fallenSilent;
    vi.advanceTimersByTime(10_000);
    return { outcome: await sent, second: second.got.length, messages: server.messages.length };
  };

  it.each(['CONNECT', 'EHLO', 'MAIL', 'RCPT', 'DATA'])(
    'of a mail server that is silent at %s is over before anything was handed over',
    async (command) => {
      expect(await late(command)).toEqual({ outcome: 'sent', second: 1, messages: 0 });
    },
  );

  it('of a mail server that does not answer to the message is over too late', async () => {
    const outcome = { scope: 'unknown', worthRetrying: false, mayBeAccepted: true };
    expect(await late('.')).toEqual({ outcome, second: 0, messages: 1 });
  });

  it('is over, whatever the process has collected meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const first: Delivery = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(everybody)));
    const second = failing(null);
    const sent = fallback([first, second.send])(sampleMessage({ timeout: 0.2 }));
    // Node lost a timeout of which nobody but `AbortSignal.any` knows (nodejs/node#57736).
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    await sent;
    expect(second.got).toHaveLength(1);
  });

  it('of a request that hangs is over too late', async () => {
    const first: Delivery = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const second = failing(null);
    const failure = await failureBy(fallback([first, second.send])(sampleMessage({ timeout: 0.02 })));
    expect(failure).toMatchObject({ mayBeAccepted: true });
    expect(second.got).toEqual([]);
  });
});

describe('what it carries', () => {
  const withCheck = (check: () => Promise<void>) => Object.assign(failing(null).send, { check });
  const [up, down] = [async () => {}, () => Promise.reject(everybody)];

  it('is a check that passes where one passes', async () => {
    await fallback([withCheck(down), withCheck(up)]).check?.();
    await fallback([withCheck(up), withCheck(() => new Promise(() => {}))]).check?.();
    const none = fallback([withCheck(down), withCheck(() => Promise.reject(recipient))]);
    await expect(none.check?.()).rejects.toBe(everybody);
    const throwing = () => {
      throw recipient;
    };
    await fallback([withCheck(throwing), withCheck(up)]).check?.();
  });

  it('is no check where one has none', () => {
    expect(fallback([withCheck(up), failing(null).send])).not.toHaveProperty('check');
  });

  it('is a close that closes all, whatever they throw', () => {
    const closed: number[] = [];
    const closing = (index: number) =>
      Object.assign(failing(null).send, {
        close: () => {
          closed.push(index);
          throw new Error('no');
        },
      });
    fallback([closing(0), failing(null).send, closing(2)]).close?.();
    expect(closed).toEqual([0, 2]);
  });

  it('is a notify by those that have one', async () => {
    const told: string[] = [];
    const notifying = (name: string, thrown?: Error) =>
      Object.assign(failing(null).send, {
        notify: async ({ id }: { readonly id: string }) => {
          told.push(`${name} ${id}`);
          if (thrown) throw thrown;
        },
      });
    const three = [notifying('a', everybody), failing(null).send, notifying('c')] as const;
    const { notify } = fallback(three);
    const { id, ...rest } = sampleMessage();
    await notify?.({ ...rest, id, session: 's', loggedInAt: 0, network: null });
    expect(told).toEqual([`a ${id}`, `c ${id}`]);
    expect(fallback([failing(null).send, failing(null).send])).not.toHaveProperty('notify');
  });
});

describe('fallback', () => {
  const one = failing(null).send;
  it.each([
    ['nothing', undefined, 'deliveries must be a list of 2 to 10'],
    ['one delivery', [one], 'deliveries must be a list of 2 to 10'],
    ['the same twice', [one, one], 'deliveries[1] is the same as deliveries[0]'],
    ['something else', [one, {}], 'deliveries[1] must be a function'],
    [
      'a wrong check',
      [one, Object.assign(failing(null).send, { check: 1 })],
      'deliveries[1].check must be a function',
    ],
  ])('refuses %s', (_, given, sentence) => {
    // Boundary: what callers without types may pass.
    expect(() => fallback(given as never)).toThrow(TypeError);
    expect(() => fallback(given as never)).toThrow(sentence);
  });

  it('does not care what its listener throws', async () => {
    const listener = () => {
      throw new Error('no');
    };
    await fallback([failing(everybody).send, failing(null).send], listener)(sampleMessage());
  });
});
