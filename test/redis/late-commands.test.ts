import KeyvRedis, { createKeyvNonBlocking } from '@keyv/redis';
import KeyvValkey from '@keyv/valkey';
import Keyv from 'keyv';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useCleanUps } from '../support/clean-ups.js';
import { createKeyv6 } from '../support/keyv6.js';
import { startRedis } from '../support/redis.js';
import { startRedisSentinel } from '../support/redis-sentinel.js';
import { command } from '../support/redis-troubles.js';
import { createTestAuth, reasonOf } from '../support/service.js';
import { openGate } from '../support/tcp-gate.js';
import { howMuch } from '../support/thoroughness.js';

const ada = 'ada@example.com';
const grace = 'grace@example.com';
const caller = { ip: '192.0.2.1' };
const patience = { timeout: 10_000, interval: 50 };

const { later } = useCleanUps();
afterEach(() => void vi.restoreAllMocks());

const redisAdapter = (connect: ConstructorParameters<typeof KeyvRedis>[0]) =>
  later(new KeyvRedis(connect), (adapter) => adapter.disconnect(true));
const valkeyAdapter = (url: string) => {
  const options = { retryStrategy: () => 20, maxRetriesPerRequest: null };
  return later(new KeyvValkey(url, options), (adapter) => adapter.disconnect());
};

type Open = (port: number) => Keyv | Promise<Keyv>;
const urlOf = (port: number) => `redis://127.0.0.1:${port}`;

const all: readonly (readonly [name: string, open: Open])[] = [
  ['@keyv/redis', (port) => new Keyv({ store: redisAdapter(urlOf(port)) })],
  ['keyv 6 over @keyv/redis', (port) => createKeyv6({ store: redisAdapter(urlOf(port)) })],
  ['@keyv/valkey', (port) => new Keyv({ store: valkeyAdapter(urlOf(port)) })],
  ['keyv 6 over @keyv/valkey', (port) => createKeyv6({ store: valkeyAdapter(urlOf(port)) })],
  [
    '@keyv/redis over a sentinel',
    async (port) => {
      const sentinel = later(await startRedisSentinel({ port }), ({ stop }) => stop());
      const sentinelRootNodes = [{ host: '127.0.0.1', port: sentinel.port }];
      const nodeClientOptions = { socket: { reconnectStrategy: () => 20 } };
      return new Keyv({ store: redisAdapter({ name: sentinel.name, sentinelRootNodes, nodeClientOptions }) });
    },
  ],
];

/** Under keyv 6 the client is the same. */
const caches = howMuch({ quick: all.filter(([name]) => !name.startsWith('keyv 6')), slow: all });

describe.each(caches)('a step that was refused, over %s', (_, open) => {
  /** Ada is logged in and Grace has a code; the server knows every script. */
  const createScene = async (port: number) => {
    const cache = await open(port);
    cache.on('error', () => {});
    const patient = createTestAuth({ cache, storeTimeout: 10 });
    const { auth, logIn, askForCode, clock } = patient;
    const impatient = createTestAuth({ cache, clock, storeTimeout: 0.5 });
    const first = await logIn(ada);
    const { refreshToken } = await auth.refresh(first.refreshToken, caller);
    await auth.logout((await logIn('barbara@example.com')).refreshToken);
    const guess = { identity: grace, ...(await askForCode(grace)) };
    const refuseAll = () =>
      Promise.all(
        [
          impatient.auth.requestLoginCode('mary@example.com', caller),
          impatient.auth.login(guess, caller),
          impatient.auth.refresh(refreshToken, caller),
          impatient.auth.logout(refreshToken),
          impatient.auth.logoutEverywhere(ada),
        ].map(reasonOf),
      );
    const expectUnchanged = async () => {
      await vi.waitFor(() => auth.check(), patience);
      expect(await auth.sessions(ada)).toHaveLength(1);
      expect(await auth.sessions(grace)).toEqual([]);
      expect(await reasonOf(auth.login(guess, caller))).toBe('ok');
      expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('ok');
      expect(await reasonOf(auth.requestLoginCode('mary@example.com', caller))).toBe('ok');
    };
    return { refuseAll, expectUnchanged };
  };
  const refusals = Array.from({ length: 5 }, () => 'SERVICE_UNAVAILABLE');

  it('does not run when a frozen server goes on, although it has the command', async () => {
    const redis = later(await startRedis(), (server) => server.stop());
    const { refuseAll, expectUnchanged } = await createScene(redis.port);
    redis.freeze();
    expect(await refuseAll()).toEqual(refusals);
    redis.resume();
    await expectUnchanged();
  });

  it('does not run when a server that was away is back', async () => {
    const redis = later(await startRedis(), (server) => server.stop());
    const gate = later(await openGate(redis.port), ({ shut }) => shut());
    const { refuseAll, expectUnchanged } = await createScene(gate.port);
    await gate.shut();
    expect(await refuseAll()).toEqual(refusals);
    await gate.open();
    await expectUnchanged();
  });
});

describe('the clock of the server', () => {
  const hour = 3_600_000;

  it.each([-hour, hour])('may move by %d ms, and nothing is refused', async (jump) => {
    const redis = later(await startRedis(), (server) => server.stop());
    const cache = new Keyv({ store: redisAdapter(redis.url) });
    const { auth, logIn } = createTestAuth({ cache, storeTimeout: 5 });
    const { refreshToken } = await logIn(ada);
    // That ours goes the other way comes to the same.
    const real = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => real() - jump);
    expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('ok');
    expect(await auth.sessions(ada)).toHaveLength(1);
  });
});

describe('a client that refuses commands until it is connected (createKeyvNonBlocking)', () => {
  it('is waited for', async () => {
    const redis = later(await startRedis(), (server) => server.stop());
    const cache = later(createKeyvNonBlocking(redis.url), (keyv) => keyv.disconnect());
    const { auth, askForCode } = createTestAuth({ cache, storeTimeout: 10 });
    const asked = ['ada', 'bea', 'cleo'].map((name) => auth.requestLoginCode(`${name}@example.com`, caller));
    expect(await Promise.all(asked.map(reasonOf))).toEqual(['ok', 'ok', 'ok']);
    const guess = { identity: grace, ...(await askForCode(grace)) };
    expect(await reasonOf(auth.login(guess, caller))).toBe('ok');
  });

  it('is waited for as long as a step may take', async () => {
    const redis = later(await startRedis(), (server) => server.stop());
    redis.freeze();
    const cache = later(createKeyvNonBlocking(redis.url), (keyv) => keyv.disconnect());
    cache.on('error', () => {});
    const { auth } = createTestAuth({ cache, storeTimeout: 0.3 });
    expect(await reasonOf(auth.requestLoginCode(ada, caller))).toBe('SERVICE_UNAVAILABLE');
    redis.resume();
    await vi.waitFor(() => auth.check(), patience);
    expect(await reasonOf(auth.requestLoginCode(ada, caller))).toBe('ok');
  });
});

describe('a script that the server forgets in the middle', () => {
  it('is one step all the same', async () => {
    const redis = later(await startRedis(), (server) => server.stop());
    const cache = new Keyv({ store: valkeyAdapter(redis.url) });
    const { auth, askForCode } = createTestAuth({ cache, storeTimeout: 10 });
    const guess = { identity: ada, ...(await askForCode(ada)) };
    await command(redis.url, 'SCRIPT', 'FLUSH');
    const answers = await Promise.all(Array.from({ length: 20 }, () => reasonOf(auth.login(guess, caller))));
    expect(answers.filter((answer) => answer === 'ok')).toHaveLength(1);
  });
});
