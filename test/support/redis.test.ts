import { createClient } from '@keyv/redis';
import { afterEach, describe, expect, it } from 'vitest';
import { findRedisBinary, type RedisServer, startRedis, useRedis } from './redis.js';

const servers: RedisServer[] = [];
const start = async (...options: Parameters<typeof startRedis>) => {
  const server = await startRedis(...options);
  servers.push(server);
  return server;
};

const connect = async (url: string) => {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on('error', () => {});
  await client.connect();
  return client;
};

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const within = (milliseconds: number, answer: Promise<unknown>) =>
  Promise.race([answer, new Promise((resolve) => setTimeout(resolve, milliseconds, 'no answer'))]);

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

describe('a private Redis', () => {
  it('answers on a loopback port of its own', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect(one.port).not.toBe(other.port);
    const client = await connect(one.url);
    expect(await client.ping()).toBe('PONG');
    client.destroy();
  });

  it('takes more arguments', async () => {
    const { url } = await start({ args: ['--maxmemory', '3mb'] });
    const client = await connect(url);
    expect(await client.configGet('maxmemory')).toMatchObject({ maxmemory: String(3 * 1024 * 1024) });
    client.destroy();
  });

  it('is silent while frozen, and answers what it was asked when resumed', async () => {
    const server = await start();
    const client = await connect(server.url);
    server.freeze();
    const pong = client.ping();
    expect(await within(100, pong)).toBe('no answer');
    server.resume();
    expect(await pong).toBe('PONG');
    client.destroy();
  });

  it('drops its connections when killed, and can come back on the same port', async () => {
    const server = await start();
    const client = await connect(server.url);
    await server.kill();
    expect(isRunning(server.pid)).toBe(false);
    await expect(client.ping()).rejects.toThrow();
    const { url } = await start({ port: server.port });
    expect(url).toBe(server.url);
    const again = await connect(url);
    expect(await again.ping()).toBe('PONG');
    again.destroy();
  });

  it('leaves no process behind when stopped, not even frozen', async () => {
    const server = await start();
    server.freeze();
    await server.stop();
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
  });

  it('says why it did not start', async () => {
    await expect(start({ args: ['--no-such-setting', 'x'] })).rejects.toThrow(/ended at once.*/);
  });
});

describe('finding a server', () => {
  it('finds one, or installs it, on this machine', async () => {
    expect((await findRedisBinary()).argv0).toMatch(/^(redis|valkey)-server$/);
  });

  it('prefers REDIS_URL for tests that need no server of their own', async () => {
    const { url, stop } = await start();
    const before = process.env.REDIS_URL;
    process.env.REDIS_URL = url;
    const shared = await useRedis();
    if (before === undefined) delete process.env.REDIS_URL;
    else process.env.REDIS_URL = before;
    expect(shared.url).toBe(url);
    await shared.stop();
    const client = await connect(url);
    expect(await client.ping()).toBe('PONG');
    client.destroy();
    await stop();
  });
});
