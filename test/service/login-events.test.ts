import { generateKeyPairSync } from 'node:crypto';
import Keyv from 'keyv';
import { describe, expect, it, vi } from 'vitest';
import type { ClaimsOption } from '../../src/index.js';
import { makeFaulty } from '../support/faulty-cache.js';
import { createTestAuth, reasonOf, wrongCode } from '../support/service.js';

const identity = 'ada@example.com';
const ip = '192.0.2.1';

const create = (options: Parameters<typeof createTestAuth>[0] = {}) => {
  const parts = createTestAuth(options);
  const told = () => parts.events.splice(0).map(({ at, ...event }) => event);
  const guess = (code: string, challenge?: string) =>
    reasonOf(parts.auth.login({ identity, code, ...(challenge !== undefined && { challenge }) }, { ip }));
  return { ...parts, told, guess };
};

describe('a login is told as what came of it:', () => {
  it('a right code', async () => {
    const { auth, askForCode, guess, told } = create();
    const { code, challenge } = await askForCode(identity);
    told();
    expect(await guess(code, challenge)).toBe('ok');
    const [{ id: session } = { id: '' }] = await auth.sessions(identity);
    expect(told()).toEqual([
      { type: 'login.succeeded', ip, identity, session, newNetwork: false, reviewAccount: false },
    ]);
  });

  it('a wrong one, and the block that it may fill', async () => {
    const { askForCode, guess, told } = create({ limits: { failuresPerIp: { limit: 2, window: 300 } } });
    const { code, challenge } = await askForCode(identity);
    told();
    const failed = { type: 'login.failed', ip, identity, reason: 'code', compared: 1 };
    expect(await guess(wrongCode(code), challenge)).toBe('INVALID_LOGIN_CODE');
    expect(told()).toEqual([failed]);
    expect(await guess(wrongCode(code), challenge)).toBe('INVALID_LOGIN_CODE');
    const blocked = { type: 'ip.blocked', ip, network: ip, seconds: 300 };
    expect(told()).toEqual(expect.arrayContaining([failed, blocked]));
    expect(await guess(code, challenge)).toBe('TOO_MANY_REQUESTS');
  });

  it('one without the challenge, where that is required', async () => {
    const { askForCode, guess, told } = create({ loginCode: { binding: 'required' } });
    const { code, challenge } = await askForCode(identity);
    told();
    expect(await guess(code)).toBe('INVALID_LOGIN_CODE');
    expect(told()).toEqual([{ type: 'login.failed', ip, identity, reason: 'code', compared: 0 }]);
    expect(await guess(code, 'x'.repeat(22))).toBe('INVALID_LOGIN_CODE');
    expect(told()).toEqual([{ type: 'login.failed', ip, identity, reason: 'code', compared: 0 }]);
    expect(await guess(code, challenge)).toBe('ok');
  });

  it('what can be no code', async () => {
    const { askForCode, guess, told } = create();
    const { challenge } = await askForCode(identity);
    told();
    expect(await guess('💥', challenge)).toBe('INVALID_LOGIN_CODE');
    expect(told()).toEqual([{ type: 'login.failed', ip, identity, reason: 'code', compared: 0 }]);
  });

  it('a right code of somebody who is not let in, which is spent', async () => {
    const { askForCode, guess, told } = create({ claims: (_, { phase }) => (phase === 'login' ? null : {}) });
    const { code, challenge } = await askForCode(identity);
    told();
    expect(await guess(code, challenge)).toBe('INVALID_LOGIN_CODE');
    expect(told()).toEqual([{ type: 'login.failed', ip, identity, reason: 'claims', compared: 0 }]);
    expect(await guess(code)).toBe('INVALID_LOGIN_CODE');
    expect(told()).toEqual([{ type: 'login.failed', ip, identity, reason: 'code', compared: 0 }]);
  });

  it('a right code while nothing can be signed, which is good for another try', async () => {
    // Ed25519 is signed without WebCrypto, which can be made to fail.
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { auth, askForCode, guess, told } = create({ signingKey });
    const { code, challenge } = await askForCode(identity);
    told();
    const sign = vi.spyOn(crypto.subtle, 'sign').mockRejectedValue(new DOMException('no', 'OperationError'));
    try {
      await expect(auth.login({ identity, code, challenge }, { ip })).rejects.toThrow('no');
    } finally {
      sign.mockRestore();
    }
    // One for each token. Strictly: no `mistake` stands there, not even undefined.
    const failed = { type: 'store.unavailable', ip: null, step: 'sign', error: 'OperationError (0)' };
    expect(told()).toStrictEqual([failed, failed]);
    expect(await guess(code, challenge)).toBe('ok');
  });

  it('a right code while claims cannot be asked, which is good for another try', async () => {
    let isAway = true;
    const claims: ClaimsOption<object> = (_, { phase }) => {
      if (phase === 'login' && isAway) throw new RangeError('away');
      return {};
    };
    const { auth, askForCode, guess, told } = create({ claims });
    const { code, challenge } = await askForCode(identity);
    told();
    const login = auth.login({ identity, code, challenge }, { ip });
    await expect(login).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 });
    expect(told()).toStrictEqual([{ type: 'store.unavailable', ip, step: 'claims', error: 'RangeError' }]);
    isAway = false;
    expect(await guess(code, challenge)).toBe('ok');
  });

  it('a right code of somebody who is not let in, while that cannot be kept', async () => {
    const { cache, begin, end } = makeFaulty(new Keyv());
    const claims: ClaimsOption<object> = (_, { phase }) => {
      if (phase !== 'login') return {};
      begin('fails');
      return null;
    };
    const { askForCode, guess, told } = create({ cache, claims });
    const { code, challenge } = await askForCode(identity);
    told();
    expect(await guess(code, challenge)).toBe('SERVICE_UNAVAILABLE');
    expect(told()).toMatchObject([
      { type: 'login.failed', reason: 'claims' },
      { type: 'store.unavailable', step: 'abandon' },
    ]);
    end();
  });

  it('a right code that is sent twice, told once', async () => {
    const { askForCode, guess, told } = create();
    const { code, challenge } = await askForCode(identity);
    told();
    expect(await guess(code, challenge)).toBe('ok');
    expect(told()).toHaveLength(1);
    expect(await guess(code, challenge)).toBe('INVALID_LOGIN_CODE');
    expect(told()).toEqual([]);
  });

  it('a right code that is sent twice without its challenge, told as a guess the second time', async () => {
    const { askForCode, guess, told } = create();
    const { code } = await askForCode(identity);
    expect(await guess(code)).toBe('ok');
    told();
    expect(await guess(code)).toBe('INVALID_LOGIN_CODE');
    expect(told()).toEqual([{ type: 'login.failed', ip, identity, reason: 'code', compared: 0 }]);
  });

  it('a right code past the number of sessions, and the session that has ended for it', async () => {
    const { auth, logIn, told } = create({ sessions: { max: 1 }, loginCode: { resendAfter: 0 } });
    await logIn(identity);
    const [{ id: oldest } = { id: '' }] = await auth.sessions(identity);
    told();
    await logIn(identity);
    const ended = { type: 'session.ended', ip, identity, session: oldest, reason: 'limit' };
    expect(told()).toEqual(expect.arrayContaining([ended]));
  });
});

describe('a login', () => {
  it('begins a session of the whole lifetime', async () => {
    const { auth, clock, logIn } = create({ refreshToken: { lifetime: 86_400 } });
    await logIn(identity);
    expect(await auth.sessions(identity)).toMatchObject([{ expiresAt: clock() / 1000 + 86_400 }]);
  });

  it('without a challenge is compared with two of the codes that are out', async () => {
    const { askForCode, guess, told } = create({ loginCode: { resendAfter: 0 } });
    const codes: string[] = [];
    for (let i = 0; i < 4; i += 1) codes.push((await askForCode(identity)).code);
    told();
    const wrong = ['111111', '222222', '333333'].find((code) => !codes.includes(code)) ?? '';
    expect(await guess(wrong)).toBe('INVALID_LOGIN_CODE');
    expect(told()).toMatchObject([{ type: 'login.failed', compared: 2 }]);
  });

  it('without a challenge is not even counted where one is required', async () => {
    const options = { limits: { failuresPerIp: { limit: 2 } }, loginCode: { binding: 'required' } } as const;
    const { askForCode, guess } = create(options);
    const { code, challenge } = await askForCode(identity);
    for (let i = 0; i < 5; i += 1) expect(await guess(code)).toBe('INVALID_LOGIN_CODE');
    expect(await guess(code, challenge)).toBe('ok');
  });

  it('that fails too often makes the codes of its identity long, and those of nobody else', async () => {
    const { askForCode, guess } = create({ limits: { failuresPerIdentity: { limit: 1 } } });
    const { code, challenge } = await askForCode(identity);
    expect(await guess(wrongCode(code), challenge)).toBe('INVALID_LOGIN_CODE');
    expect((await askForCode(identity, '192.0.2.2')).code).toHaveLength(10);
    expect((await askForCode('eve@example.com', '192.0.2.2')).code).toHaveLength(6);
  });

  it('with no address at all is refused, with the argument that is wrong', async () => {
    const { auth } = create();
    const login = auth.login({ identity: 'nonsense', code: '123456' }, { ip });
    await expect(login).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument: 'email' });
  });

  it('that claims refuse lets the caller ask for another code at once', async () => {
    const { askForCode, guess } = create({ claims: (_, { phase }) => (phase === 'login' ? null : {}) });
    const { code, challenge } = await askForCode(identity);
    await expect(askForCode(identity)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(await guess(code, challenge)).toBe('INVALID_LOGIN_CODE');
    await expect(askForCode(identity)).resolves.toBeDefined();
  });
});
