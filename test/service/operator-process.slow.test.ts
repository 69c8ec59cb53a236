import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startChild } from '../support/child.js';
import { useCleanUps } from '../support/clean-ups.js';
import { freePort } from '../support/redis.js';
import { startScriptedMailServer } from '../support/scripted-mail-server.js';

const root = resolve(import.meta.dirname, '../..');
const from = (path: string) => JSON.stringify(join(root, path));

const { afterwards } = useCleanUps();

/** A service in a process of its own, which nobody has told anything but where its mail server is. */
const start = (transport: unknown, script: string) => {
  const source = `
    const { createEmailAuth } = require(${from('src/index.ts')});
    const { nodemailerDelivery } = require(${from('src/delivery/nodemailer/index.ts')});
    let now = Date.parse('2026-01-01T00:00:00Z');
    const delivery = nodemailerDelivery({
      transport: ${JSON.stringify(transport)},
      from: 'login@example.com',
    });
    const auth = createEmailAuth({ delivery, clock: () => now, limits: { requestsPerIp: false } });
    const ask = (identity) => auth.requestLoginCode(identity, { ip: '192.0.2.1' });
    (async () => { ${script} })();`;
  const child = startChild(['--eval', source], { EMAIL_AUTH_SIGNING_KEY: '' });
  afterwards(child.stop);
  return child;
};

describe('a process with a dead mail server, and nothing configured', () => {
  it('says so on stderr, once a minute at most', async () => {
    const child = start(
      `smtp://ada:hunter2@127.0.0.1:${await freePort()}`,
      `
        for (const [index, name] of ['ada', 'grace', 'mary', 'barbara'].entries()) {
          // Past the pause of the breaker, a mail is tried by the probe, and then by the next user.
          if (index === 2) now += 30_000;
          if (index === 3) now += 90_000;
          await ask(name + '@example.com').catch(() => {});
          await auth.close();
        }
        console.log('done');
      `,
    );
    await child.match(/done/);
    expect(await child.ended).toBe(0);
    const lines = child.stderr.filter((line) => line.includes('Login codes cannot be sent'));
    expect(lines).toEqual([
      expect.stringMatching(/^\[pothos-plugin-email-auth\] Login codes cannot be sent: Error \(ESOCKET\)\./),
    ]);
    expect(child.stderr.join('\n')).not.toMatch(/hunter2|127\.0\.0\.1|@example/);
  });
});

describe('a process that has opened a pool', () => {
  it('ends after close(), and its connection with it', async () => {
    const server = await startScriptedMailServer(() => undefined);
    afterwards(server.stop);
    const child = start({ url: server.url, pool: true }, `await ask('ada@example.com'); await auth.close();`);
    expect(await child.ended).toBe(0);
    expect(server.messages).toHaveLength(1);
    await expect.poll(() => server.connections()).toBe(0);
  });

  it('ends after check() and close(), although it has sent nothing', async () => {
    const server = await startScriptedMailServer(() => undefined);
    afterwards(server.stop);
    const child = start({ url: server.url, pool: true }, 'await auth.check(); await auth.close();');
    expect(await child.ended).toBe(0);
  });
});

describe('a process whose breaker is open, and whose limits are running', () => {
  it('ends by itself, without close()', async () => {
    const child = start(
      `smtp://127.0.0.1:${await freePort()}`,
      `
        await ask('ada@example.com');
        await auth.close();
        // Refused: the breaker is open.
        await ask('grace@example.com').catch(() => {});
        await auth.login({ identity: 'ada@example.com', code: '000000' }, { ip: '192.0.2.1' }).catch(() => {});
        const start = performance.now();
        process.on('exit', () => console.log('ended after ' + Math.round(performance.now() - start) + ' ms'));
      `,
    );
    const [, milliseconds] = await child.match(/ended after (\d+) ms/);
    expect(Number(milliseconds)).toBeLessThan(2000);
    expect(await child.ended).toBe(0);
  });
});
