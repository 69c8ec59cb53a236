import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { createEmailAuth, type EmailAuth } from '../../src/index.js';
import { reasonOf } from '../support/service.js';
import { blockOf, root } from './pages.js';
import { runAmong } from './run-among.js';
import { useTerminal } from './use-terminal.js';

const { info, warn, askForCode } = useTerminal();
const identity = 'review@example.com';
const caller = { ip: '192.0.2.1' };
const code = 'KX3V9QT7RB';

const open = async (replacements = {}) => {
  vi.stubEnv('REVIEW_CODE', code);
  const block = blockOf('docs/review-accounts.md', 'reviewAccounts: [');
  return (await runAmong<{ auth: EmailAuth }>(block, { exports: ['auth'], replacements })).auth;
};

describe('the account of docs/review-accounts.md', () => {
  it('gets no mail, and logs in with its code as often as it likes', async () => {
    const auth = await open();
    for (const ip of ['192.0.2.1', '192.0.2.2']) {
      const caller = { ip };
      const { challenge, codeLength } = await auth.requestLoginCode(identity, caller);
      await auth.close();
      expect(codeLength).toBe(10);
      await expect(auth.login({ identity, code, challenge }, caller)).resolves.toBeDefined();
    }
    expect(info).toEqual([]);
    expect(await reasonOf(auth.login({ identity, code }, caller))).toBe('INVALID_LOGIN_CODE');
  });

  it('has five attempts for each challenge', async () => {
    const auth = await open();
    const { challenge } = await auth.requestLoginCode(identity, caller);
    const attempt = (typed: string) => reasonOf(auth.login({ identity, code: typed, challenge }, caller));
    for (let count = 0; count < 5; count += 1) expect(await attempt('0000000000')).toBe('INVALID_LOGIN_CODE');
    expect(await attempt(code)).toBe('INVALID_LOGIN_CODE');
  });

  it('is an address like any other from its last day on, and the operator is told', async () => {
    const auth = await open({ '2029-12-01T00:00Z': '2030-01-31T12:00Z' });
    expect(warn.join()).toContain('reviewAccounts[0] has ended');
    expect((await askForCode(auth, identity, caller.ip)).code).toMatch(/^\d{6}$/);
  });

  it('is refused with a date that is more than 90 days away', async () => {
    await expect(open({ '2029-12-01': '2029-11-01' })).rejects.toThrow('at most 90 days');
  });
});

describe('the command of docs/review-accounts.md', () => {
  it('makes a code that is taken, another one each time', async () => {
    const command = blockOf('docs/review-accounts.md', 'node -p').code;
    const make = async () => (await promisify(execFile)('sh', ['-c', command], { cwd: root })).stdout.trim();
    const codes = await Promise.all([make(), make(), make()]);
    expect(new Set(codes).size).toBe(3);
    for (const made of codes) expect(made).toMatch(/^[0-9A-TV-Z]{10}$/);
    // One in a thousand is refused: it has a word or a row in it by chance.
    const isTaken = (made: string) => {
      try {
        const until = new Date(Date.now() + 86_400_000);
        return Boolean(createEmailAuth({ reviewAccounts: [{ identity, code: made, until }] }));
      } catch {
        return false;
      }
    };
    expect(codes.filter(isTaken).length).toBeGreaterThanOrEqual(2);
  });
});
