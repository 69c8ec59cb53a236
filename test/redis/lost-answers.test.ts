import KeyvRedis from '@keyv/redis';
import KeyvValkey from '@keyv/valkey';
import Keyv from 'keyv';
import { describe, expect, it } from 'vitest';
import type { EmailAuthOptions } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { createKeyv6 } from '../support/keyv6.js';
import { startRedis } from '../support/redis.js';
import { startRedisSentinel } from '../support/redis-sentinel.js';
import { createTestAuth, noLimits, reasonOf, wrongCode } from '../support/service.js';
import { openGate } from '../support/tcp-gate.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

const { later } = useCleanUps();

type Gate = Awaited<ReturnType<typeof openGate>>;
type Open = (gate: Gate) => Keyv | Promise<Keyv>;

/** All options but its own go to the client. */
const valkey = ({ url }: Gate, options: object = {}) =>
  later(new KeyvValkey(url, { retryStrategy: () => 20, ...options }), (adapter) => adapter.disconnect());

/** What sends a command again when the connection ends before the answer. */
const resending: readonly (readonly [name: string, open: Open])[] = [
  ['@keyv/valkey', (gate) => new Keyv({ store: valkey(gate), namespace: 'sets' })],
  [
    '@keyv/valkey without sets',
    (gate) => new Keyv({ store: valkey(gate, { useRedisSets: false }), namespace: 'valkey' }),
  ],
  ['keyv 6 over @keyv/valkey', (gate) => createKeyv6({ store: valkey(gate), namespace: 'six' })],
  [
    '@keyv/redis over a sentinel',
    async (gate) => {
      const { name, port } = later(await startRedisSentinel(gate), (sentinel) => sentinel.stop());
      const sentinelRootNodes = [{ host: '127.0.0.1', port }];
      const adapter = new KeyvRedis({
        ...{ name, sentinelRootNodes },
        nodeClientOptions: { socket: { reconnectStrategy: () => 20 } },
      });
      later(adapter, () => adapter.disconnect(true));
      return new Keyv({ store: adapter });
    },
  ],
];

describe.each(resending)('a step whose answer is lost, so that it runs twice, over %s', (_, open) => {
  const createScene = async (options: EmailAuthOptions = {}) => {
    const redis = later(await startRedis(), (server) => server.stop());
    const gate = later(await openGate(redis.port), ({ shut }) => shut());
    const cache = await open(gate);
    cache.on('error', () => {});
    const service = createTestAuth({ cache, storeTimeout: 20, ...options });
    // Connected, every script known.
    const { refreshToken } = await service.logIn('grace@example.com', '192.0.2.9');
    await service.auth.refresh(refreshToken, caller);
    await service.auth.logout(refreshToken);
    /** Carries out a step, the first answer to which never comes. */
    const twice = async <Result>(work: () => Promise<Result>): Promise<Result> => {
      const lost = gate.loseAnswerTo(/evalsha/i);
      const result = work();
      await lost;
      return result;
    };
    return { ...service, twice };
  };

  it('mails a code, and is not held up by itself', async () => {
    const { auth, mailbox, twice } = await createScene();
    const mails = mailbox.length;
    await twice(() => auth.requestLoginCode(identity, caller));
    await auth.close();
    expect(mailbox).toHaveLength(mails + 1);
    expect(await reasonOf(auth.requestLoginCode(identity, caller))).toBe('TOO_MANY_REQUESTS');
  });

  it('lets a right code in, once', async () => {
    const { auth, askForCode, twice } = await createScene();
    const guess = { identity, ...(await askForCode(identity)) };
    const { claims } = await twice(() => auth.login(guess, caller));
    expect(await auth.sessions(identity)).toMatchObject([{ id: claims.sid }]);
    expect(await reasonOf(auth.login(guess, caller))).toBe('INVALID_LOGIN_CODE');
  });

  it('counts a failure once', async () => {
    const limits = { failuresPerIp: { limit: 2, window: 300 } };
    const { auth, askForCode, twice } = await createScene({ limits });
    const { code, challenge } = await askForCode(identity);
    const wrong = { identity, code: wrongCode(code), challenge };
    expect(await reasonOf(twice(() => auth.login(wrong, caller)))).toBe('INVALID_LOGIN_CODE');
    expect(await reasonOf(auth.login({ identity, code, challenge }, caller))).toBe('ok');
  });

  it('refreshes to one generation, and ends what it is to end', async () => {
    const { auth, logIn, twice } = await createScene({ refreshToken: { reuseGrace: 0 } });
    const first = await logIn(identity);
    const second = await twice(() => auth.refresh(first.refreshToken, caller));
    const third = await twice(() => auth.refresh(second.refreshToken, caller));
    expect(await twice(() => auth.logoutEverywhere(identity))).toBe(1);
    expect(await auth.authenticate(third.accessToken, caller)).toMatchObject({ failure: 'revoked' });
  });

  it('answers each of many at once with what is its own', async () => {
    const { auth, askForCode, twice } = await createScene({ limits: noLimits });
    const names = Array.from({ length: 20 }, (_, i) => `user-${i}@example.com`);
    const guesses: { identity: string; code: string; challenge: string }[] = [];
    for (const name of names) guesses.push({ identity: name, ...(await askForCode(name)) });
    // All of them are on the way when the connection ends.
    const tokens = await twice(() => Promise.all(guesses.map((guess) => auth.login(guess, caller))));
    expect(tokens.map(({ claims }) => claims.email)).toEqual(names);
    for (const [i, name] of names.entries()) {
      expect(await auth.sessions(name)).toMatchObject([{ id: tokens[i]?.claims.sid }]);
    }
  });
});
