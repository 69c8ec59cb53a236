import { expect, it } from 'vitest';
import type { createTestAuth } from '../../src/testing/index.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';

it('the login of docs/testing.md goes through, a second before the code ends', async () => {
  const block = blockOf('docs/testing.md', 'clock.advance(299)');
  const exports = ['auth', 'accessToken'];
  const { auth, accessToken } = await runAmong<{
    readonly auth: ReturnType<typeof createTestAuth>['auth'];
    readonly accessToken: string;
  }>(block, { exports });
  expect(await auth.authenticate(accessToken, { ip: null })).toMatchObject({
    claims: { email: 'ada@example.com' },
    failure: null,
  });
  const late = { 'clock.advance(299)': 'clock.advance(300)' };
  await expect(runAmong(block, { replacements: late })).rejects.toMatchObject({ code: 'INVALID_LOGIN_CODE' });
});
