import { afterEach, expect, it, vi } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { reasonOf, wrongCode } from '../support/service.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';
import { useTerminal } from './use-terminal.js';

const { askForCode } = useTerminal();
afterEach(() => void vi.useRealTimers());

it('codes stay short however often all identities of docs/limits.md have failed together', async () => {
  vi.setSystemTime('2026-01-01');
  const { auth } = await runAmong<{ auth: EmailAuth }>(
    blockOf('docs/limits.md', 'shortCodeFailures: false'),
    { exports: ['auth'] },
  );
  const people = 2010;
  for (let index = 0; index < people; index += 1) {
    const identity = `user${index}@example.com`;
    const caller = { ip: `10.${index >> 8}.${index & 255}.1` };
    const { challenge, code } = await askForCode(auth, identity, caller.ip);
    const guess = () => auth.login({ identity, challenge, code: wrongCode(code) }, caller);
    for (let count = 0; count < 5; count += 1) expect(await reasonOf(guess())).toBe('INVALID_LOGIN_CODE');
  }
  expect((await auth.requestLoginCode('ada@example.com', { ip: '192.0.2.1' })).codeLength).toBe(6);
});
