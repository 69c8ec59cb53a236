import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { reasonOf } from '../support/service.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';
import { useTerminal } from './use-terminal.js';

const { logIn } = useTerminal();
const ip = '192.0.2.1';

const open = async () =>
  (
    await runAmong<{ auth: EmailAuth }>(blockOf('docs/limits.md', 'shortCodeFailures: false'), {
      exports: ['auth'],
    })
  ).auth;

afterEach(() => void vi.useRealTimers());

describe('the limits of docs/limits.md', () => {
  it('let a school ask for 50 codes in ten minutes', async () => {
    const auth = await open();
    const ask = (index: number) => reasonOf(auth.requestLoginCode(`pupil${index}@example.com`, { ip }));
    for (let index = 0; index < 50; index += 1) expect(await ask(index)).toBe('ok');
    expect(await ask(50)).toBe('TOO_MANY_REQUESTS');
    await auth.close();
    vi.setSystemTime(Date.now() + 601_000);
    expect(await ask(50)).toBe('ok');
  });

  it('block a network after 10 failures for a minute, which asking again does not prolong', async () => {
    vi.setSystemTime('2026-01-01');
    const auth = await open();
    const fail = () => auth.login({ identity: 'eve@example.com', code: '000000' }, { ip });
    for (let count = 0; count < 10; count += 1) expect(await reasonOf(fail())).toBe('INVALID_LOGIN_CODE');
    await expect(fail()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfter: 60 });
    vi.setSystemTime('2026-01-01T00:00:40Z');
    await expect(fail()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfter: 20 });
    vi.setSystemTime('2026-01-01T00:01:00Z');
    await expect(logIn(auth, 'ada@example.com', ip)).resolves.toBeDefined();
  });
});
