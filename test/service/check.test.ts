import Keyv from 'keyv';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nodemailerDelivery } from '../../src/delivery/nodemailer/index.js';
import { AuthError, type Delivery, type EmailAuthOptions } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { freePort } from '../support/redis.js';
import { startScriptedMailServer } from '../support/scripted-mail-server.js';
import { createTestAuth } from '../support/service.js';

const { afterwards } = useCleanUps();
afterEach(() => void vi.restoreAllMocks());

const secret = 'smtp://ada:hunter2@mail.example.com';

/** The cause of what check() rejects with, once it has been found to say nothing that it must not. */
const causeOf = async (options: EmailAuthOptions): Promise<unknown> => {
  const { auth } = createTestAuth(options);
  const error = await auth.check().then(
    () => Promise.reject(new Error('it passed')),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AuthError);
  expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 });
  const { cause } = error as AuthError;
  expect(cause).toBeInstanceOf(Error);
  expect(Object.getPrototypeOf(cause)).toBe(Error.prototype);
  expect(Object.getOwnPropertyNames(cause).sort()).toEqual(['code', 'message', 'part', 'stack']);
  expect(`${(cause as Error).stack}`).not.toMatch(/hunter2|example\.com|127\.0\.0\.1/);
  return { ...(cause as object) };
};

const checking = (check: () => unknown): Delivery =>
  Object.assign(async () => {}, { check: async () => void (await check()) });

/** Has every read of the Map under a Keyv do something else. */
const readingFrom = (cache: Keyv, get: () => unknown): void => void Object.assign(cache.store, { get });

const failingCache = (error: unknown): Keyv => {
  const cache = new Keyv();
  readingFrom(cache, () => Promise.reject(error));
  return cache;
};

describe('check', () => {
  it('passes where all is well, leaves nothing in the cache and is no event', async () => {
    const cache = new Keyv();
    let checks = 0;
    const delivery = checking(() => {
      checks += 1;
    });
    const { auth, events } = createTestAuth({ cache, delivery });
    for (let i = 0; i < 3; i += 1) await auth.check();
    const left: unknown[] = [];
    for await (const entry of cache.iterator?.(undefined) ?? []) left.push(entry);
    expect(left).toEqual([]);
    expect(events).toEqual([]);
    expect(checks).toBe(3);
  });

  it('passes with a delivery that has no check, and with sessions that are not kept', async () => {
    await createTestAuth().auth.check();
    await createTestAuth({ sessions: 'stateless' }).auth.check();
  });

  const caches: readonly (readonly [what: string, error: unknown, code: string])[] = [
    ['is away', Object.assign(new Error(secret), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['is away, in a cause', new Error(secret, { cause: { code: 'EHOSTUNREACH' } }), 'EHOSTUNREACH'],
    ['has another password', new Error(`WRONGPASS ${secret}`), 'WRONGPASS'],
    ['has a code that is a sentence', Object.assign(new Error('no'), { code: secret }), 'UNKNOWN'],
    [
      'says it by a class',
      new (class NodesUnavailableError extends Error {})(secret),
      'NodesUnavailableError',
    ],
    ['throws text', secret, 'UNKNOWN'],
    ['throws nothing', null, 'UNKNOWN'],
  ];
  it.each(caches)('says that the cache %s', async (_, error, code) => {
    expect(await causeOf({ cache: failingCache(error) })).toEqual({ part: 'cache', code });
  });

  it('says that the cache does not answer, and what it complains of meanwhile', async () => {
    const cache = new Keyv();
    readingFrom(cache, () => new Promise<never>(() => {}));
    expect(await causeOf({ cache, storeTimeout: 0.05 })).toEqual({ part: 'cache', code: 'ETIMEDOUT' });
    const complaining = new Keyv();
    readingFrom(complaining, () => {
      complaining.emit('error', Object.assign(new Error(secret), { code: 'ENOTFOUND' }));
      return new Promise<never>(() => {});
    });
    expect(await causeOf({ cache: complaining, storeTimeout: 0.05 })).toEqual({
      part: 'cache',
      code: 'ENOTFOUND',
    });
  });

  it('does not blame an old complaint', async () => {
    const cache = new Keyv();
    const { auth } = createTestAuth({ cache, storeTimeout: 0.05 });
    cache.emit('error', Object.assign(new Error('no'), { code: 'ECONNRESET' }));
    await auth.check();
    readingFrom(cache, () => new Promise<never>(() => {}));
    await expect(auth.check()).rejects.toMatchObject({ cause: { part: 'cache', code: 'ETIMEDOUT' } });
  });

  const deliveries: readonly (readonly [what: string, error: () => unknown, code: string])[] = [
    ['is away', () => Object.assign(new Error(secret), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [
      'is away, as nodemailer says it',
      () => Object.assign(new Error(secret), { code: 'ESOCKET', originalCode: 'ECONNREFUSED' }),
      'ECONNREFUSED',
    ],
    ['has another password', () => Object.assign(new Error(secret), { code: 'EAUTH' }), 'EAUTH'],
    ['says nothing', () => new Error(secret), 'UNKNOWN'],
    ['answers with a bare text', () => secret, 'UNKNOWN'],
  ];
  it.each(deliveries)('says that the mail server %s', async (_, error, code) => {
    const delivery = checking(() => Promise.reject(error()));
    expect(await causeOf({ delivery })).toEqual({ part: 'mail', code });
  });

  it('gives the delivery a deadline of its own', async () => {
    const send = checking(() => new Promise<never>(() => {}));
    expect(await causeOf({ delivery: { send, timeout: 0.01 } })).toEqual({ part: 'mail', code: 'ETIMEDOUT' });
  });

  it('asks a real mail server, by nodemailer', async () => {
    const from = 'Example <login@example.com>';
    const port = await freePort();
    const dead = nodemailerDelivery({ transport: `smtp://ada:hunter2@127.0.0.1:${port}`, from });
    expect(await causeOf({ delivery: dead })).toEqual({ part: 'mail', code: 'ECONNREFUSED' });
    let answer: string | undefined;
    const server = await startScriptedMailServer((line) => (line.startsWith('MAIL') ? answer : undefined));
    afterwards(server.stop);
    const delivery = nodemailerDelivery({ transport: server.url, from });
    await createTestAuth({ delivery }).auth.check();
    expect(server.messages).toEqual([]);
    answer = '550 5.7.1 login@example.com may not';
    expect(await causeOf({ delivery })).toEqual({ part: 'mail', code: 'EENVELOPE' });
  });

  it('says that a key cannot be loaded', async () => {
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(
      Object.assign(new Error('hunter2'), { code: 'ERR_OSSL_UNSUPPORTED' }),
    );
    expect(await causeOf({})).toEqual({ part: 'keys', code: 'ERR_OSSL_UNSUPPORTED' });
  });

  it('names the first of several troubles: cache, keys, mail', async () => {
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new Error('no'));
    let checks = 0;
    const delivery = checking(() => {
      checks += 1;
      throw new Error('no');
    });
    const cache = failingCache(new Error('no'));
    expect(await causeOf({ cache, delivery })).toMatchObject({ part: 'cache' });
    expect(await causeOf({ delivery })).toMatchObject({ part: 'keys' });
    expect(checks).toBe(0);
    vi.restoreAllMocks();
    expect(await causeOf({ delivery })).toMatchObject({ part: 'mail' });
  });

  it('passes again when the trouble is over', async () => {
    let works = false;
    const delivery = checking(() => (works ? undefined : Promise.reject(new Error('no'))));
    const { auth } = createTestAuth({ delivery });
    await expect(auth.check()).rejects.toMatchObject({ cause: { part: 'mail' } });
    works = true;
    await auth.check();
  });
});
