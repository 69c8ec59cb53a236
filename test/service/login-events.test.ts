import { describe, expect, it } from 'vitest';
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
    expect(told()).toEqual([{ type: 'login.succeeded', ip, identity, session }]);
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
});
