import { createKeyv } from '@keyv/redis';
import Keyv from 'keyv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmailAuthOptions } from '../../src/index.js';
import { useRedis } from '../support/redis.js';
import { createTestAuth, noLimits, reasonOf } from '../support/service.js';

const caller = { ip: '192.0.2.1' };
const identity = 'ada@example.com';

describe.each(['memory', 'Redis'])('what is pasted, with the cache in %s', (where) => {
  let redis: Awaited<ReturnType<typeof useRedis>>;
  const caches: Keyv[] = [];
  beforeAll(async () => {
    if (where === 'Redis') redis = await useRedis();
  });
  afterAll(async () => {
    for (const cache of caches) await cache.disconnect();
    await redis?.stop();
  });

  const open = (options: EmailAuthOptions = {}) => {
    const namespace = `pasted-${caches.length}-${process.pid}`;
    const cache = where === 'Redis' ? createKeyv(redis.url, { namespace }) : new Keyv();
    caches.push(cache);
    return createTestAuth({ cache, limits: noLimits, ...options });
  };

  it('ends the session of a token with a line break behind it', async () => {
    const { auth, logIn } = open();
    const { refreshToken } = await logIn(identity);
    expect(await auth.logout(`${refreshToken}\n`)).toBe(true);
    expect(await auth.sessions(identity)).toEqual([]);
    expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('revoked');
  });

  it('refreshes and authenticates by tokens with white space around them', async () => {
    const { auth, logIn } = open();
    const first = await logIn(identity);
    const second = await auth.refresh(` ${first.refreshToken}\r\n`, caller);
    for (const token of [`${second.accessToken}\n`, `\t${second.accessToken} `]) {
      const { claims, failure } = await auth.authenticate(token, caller);
      expect({ sub: claims?.sub, failure }).toEqual({ sub: identity, failure: null });
    }
    await auth.logout(second.refreshToken);
    expect(await auth.authenticate(`${second.accessToken}\n`, caller)).toMatchObject({ failure: 'revoked' });
  });

  it('takes a challenge with white space around it, where one is required', async () => {
    const { auth, askForCode } = open({ loginCode: { binding: 'required' } });
    const { code, challenge } = await askForCode(identity);
    const input = { identity, code, challenge: `\n ${challenge}\r\n` };
    expect(await reasonOf(auth.login(input, caller))).toBe('ok');
  });

  it('lets nobody in by a challenge that is too long, and takes it for one that no code has', async () => {
    const { auth, events, askForCode } = open({ loginCode: { binding: 'required' } });
    const { code, challenge } = await askForCode(identity);
    for (const longer of [challenge.repeat(6), challenge + ' '.repeat(200), 'x'.repeat(5_000_000)]) {
      const input = { identity, code, challenge: longer };
      expect(await reasonOf(auth.login(input, caller))).toBe('INVALID_LOGIN_CODE');
    }
    expect(events.filter(({ type }) => type === 'login.failed')).toHaveLength(3);
    expect(await reasonOf(auth.login({ identity, code, challenge }, caller))).toBe('ok');
  });

  it('takes a code that a number input has taken the zeros from', async () => {
    const { auth, mailbox } = open();
    let asked = { challenge: '', code: '1' };
    for (let i = 0; !asked.code.startsWith('0'); i += 1) {
      const { challenge } = await auth.requestLoginCode(identity, { ip: `198.51.100.${i % 250}` });
      await auth.close();
      asked = { challenge, code: mailbox.at(-1)?.code ?? '' };
    }
    const input = { identity, code: String(Number(asked.code)), challenge: asked.challenge };
    expect(await reasonOf(auth.login(input, caller))).toBe('ok');
  });

  it('adds no zeros to codes that `generate` makes', async () => {
    const { auth, askForCode } = open({ loginCode: { generate: () => '012345' } });
    const { challenge } = await askForCode(identity);
    const guess = (code: string) => reasonOf(auth.login({ identity, code, challenge }, caller));
    expect(await guess('12345')).toBe('INVALID_LOGIN_CODE');
    expect(await guess('012345')).toBe('ok');
  });

  it('takes a code in the digits of another script, with what stands around it', async () => {
    const { auth, askForCode } = open();
    const { code, challenge } = await askForCode(identity);
    const devanagari = [...code].map((digit) => String.fromCodePoint(0x966 + Number(digit))).join('');
    const pasted = `\u201C${devanagari.slice(0, 3)}\u2212${devanagari.slice(3)}.\u201D\u200B`;
    expect(await reasonOf(auth.login({ identity, code: pasted, challenge }, caller))).toBe('ok');
  });

  it('logs in one identity by both spellings of a Greek address', async () => {
    const { auth, mailbox, askForCode } = open();
    const { code, challenge } = await askForCode('\u202AΝΙΚΟΣ.ΠΑΠΠΑΣ@example.gr\u202C');
    const input = { identity: 'νικος.παππας@example.gr', code, challenge };
    expect(await reasonOf(auth.login(input, caller))).toBe('ok');
    expect(mailbox.map((message) => message.identity)).toEqual(['νικος.παππας@example.gr']);
  });
});
