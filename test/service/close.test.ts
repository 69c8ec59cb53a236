import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nodemailerDelivery } from '../../src/delivery/nodemailer/index.js';
import type { Delivery } from '../../src/index.js';
import { startChild } from '../support/child.js';
import { createTestAuth, noLimits } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';

afterEach(() => void vi.useRealTimers());

const never = () => new Promise<never>(() => {});
const caller = { ip: '192.0.2.1' };

const open = (send: Delivery, more: { attempts?: number; mode?: 'await' } = {}) => {
  const service = createTestAuth({ limits: noLimits, delivery: { send, ...more } });
  const ask = (count: number, name = 'user') =>
    Promise.all(
      Array.from({ length: count }, (_, i) =>
        service.auth.requestLoginCode(`${name}-${i}@example.com`, caller),
      ),
    );
  const ended = () => service.events.filter((event) => 'willRetry' in event && !event.willRetry);
  return { ...service, ask, ended };
};

const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

/** A mail server that greets nobody. */
const startHangingServer = async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

describe('close', () => {
  it('comes back in time, though 60 mails are under way at a server that hangs', async () => {
    const server = await startHangingServer();
    const { auth, ask } = open(nodemailerDelivery({ transport: server.url, from: 'login@example.com' }));
    await ask(60);
    expect(await secondsOf(() => auth.close({ timeout: 0.5 }))).toBeLessThan(5);
    await server.stop();
  });

  it('comes back in time, though the deliveries listen to nothing', async () => {
    const { auth, ask } = open(never);
    await ask(60);
    expect(await secondsOf(() => auth.close({ timeout: 0.2 }))).toBeLessThan(5);
    expect(await secondsOf(() => auth.close())).toBeLessThan(5);
  });

  it('waits 10 seconds where nothing is said', async () => {
    const { auth, ask } = open(never);
    await ask(1);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let isClosed = false;
    const closed = auth.close().then(() => {
      isClosed = true;
    });
    await vi.advanceTimersByTimeAsync(9999);
    expect(isClosed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await closed;
  });

  it('tries again without a pause, and no more than usual', async () => {
    let tries = 0;
    const { auth, ask, ended } = open(async () => {
      tries += 1;
      throw new Error('no');
    });
    await ask(3);
    expect(await secondsOf(() => auth.close())).toBeLessThan(5);
    expect(tries).toBe(9);
    expect(ended()).toHaveLength(3);
  });

  it('tries nothing again that it gave up', async () => {
    let tries = 0;
    const fail: (() => void)[] = [];
    const { auth, ask } = open(() => {
      tries += 1;
      return new Promise<void>((_, reject) => fail.push(() => reject(new Error('no'))));
    });
    await ask(3);
    await auth.close({ timeout: 0.05 });
    for (const reject of fail) reject();
    await auth.close();
    expect(tries).toBe(3);
  });

  it('answers those that wait for their mail', async () => {
    const { auth } = open(never, { mode: 'await' });
    const answer = auth.requestLoginCode('ada@example.com', caller);
    const refusal = expect(answer).rejects.toMatchObject({ code: 'DELIVERY_UNAVAILABLE', retryAfter: 1 });
    await new Promise((resolve) => setImmediate(resolve));
    await auth.close({ timeout: 0.05 });
    await refusal;
  });

  it('can be called again and by several, and the service answers and sends as before', async () => {
    let sent = 0;
    const { auth, ask } = open(({ identity }) => {
      if (identity.startsWith('hang')) return never();
      sent += 1;
      return Promise.resolve();
    });
    await ask(2, 'hang');
    await ask(3, 'early');
    // The first time-out aborts what hangs; the others are long sent by then, on a busy machine too.
    await Promise.all([0.5, 0.6, 0.5].map((timeout) => auth.close({ timeout })));
    expect(sent).toBe(3);
    await ask(3, 'late');
    await auth.close();
    expect(sent).toBe(6);
  });

  it('closes the delivery at the end, each time, whatever comes of it', async () => {
    const log: string[] = [];
    const close = () => {
      log.push('closed');
      throw new Error('no');
    };
    const send = Object.assign(async () => void log.push('sent'), { close });
    const { auth, ask } = open(send);
    await ask(1);
    await auth.close();
    await ask(1, 'other');
    await auth.close();
    expect(log).toEqual(['sent', 'closed', 'sent', 'closed']);
  });

  it('survives a delivery whose close is async and fails', async () => {
    const send: Delivery = Object.assign(async () => {}, { close: () => Promise.reject(new Error('no')) });
    await open(send).auth.close();
  });

  it.each<[unknown, string]>([
    [{ timeout: -1 }, 'close.timeout must be a number of seconds from 0 to 3600, not -1'],
    [{ timeout: Number.NaN }, 'close.timeout must be a number of seconds from 0 to 3600, not NaN'],
    [{ timeout: '10' }, 'close.timeout must be a number of seconds from 0 to 3600, not a string'],
    [{ timeOut: 10 }, 'close.timeOut is not an option; did you mean close.timeout?'],
    ['SIGTERM', 'close must be an object, not a string'],
  ])('refuses %o', async (options, message) => {
    const closing = open(async () => {}).auth.close(options as { timeout: number });
    await expect(closing).rejects.toThrow(new TypeError(message));
  });
});

/** When the answer to the request has left. Where nobody ever says so, the mail waits for seconds. */
const replied = howMuch({ quick: 'timers.setImmediate()', slow: 'new Promise(() => {})' });

/** Runs a process to its end, and answers with what it printed. */
const run = async (script: string) => {
  const source = `
    const timers = require('node:timers/promises');
    const { createEmailAuth } = require(${JSON.stringify(join(import.meta.dirname, '../../src/index.ts'))});
    const say = (text) => process.stdout.write(text + '\\n');
    const auth = createEmailAuth({ delivery: async () => say('sent') });
    const caller = { ip: '192.0.2.1', replied: ${replied} };
    (async () => { ${script} })();`;
  const child = startChild(['--eval', source]);
  const code = await child.ended;
  return { code, printed: child.stdout, troubles: child.stderr };
};

describe('a process', () => {
  it('that ends without close sends its mails first', async () => {
    const ended = await run("await auth.requestLoginCode('ada@example.com', caller);");
    expect(ended, ended.troubles.join('\n')).toMatchObject({ code: 0, printed: ['sent'] });
  });

  it('that closes ends then', async () => {
    const ended = await run(`
      await auth.requestLoginCode('ada@example.com', caller);
      await auth.close();
      const start = performance.now();
      process.on('exit', () => say(performance.now() - start < 4000 ? 'in time' : 'late'));`);
    expect(ended, ended.troubles.join('\n')).toMatchObject({ code: 0, printed: ['sent', 'in time'] });
  });
});
