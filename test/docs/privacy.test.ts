import { expect, it } from 'vitest';
import type { EmailAuth, KeptData } from '../../src/index.js';
import { reasonOf } from '../support/service.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';
import { useTerminal } from './use-terminal.js';

const { log, logIn } = useTerminal();
const ada = 'ada@example.com';

interface Privacy {
  readonly auth: EmailAuth;
  forget(email: string): Promise<void>;
  dataOf(email: string): Promise<KeptData>;
}

it('the code of docs/privacy.md shows what is kept of somebody, forgets it, and writes no address down', async () => {
  const { auth, forget, dataOf } = await runAmong<Privacy>(blockOf('docs/privacy.md', 'auth.forget(email)'), {
    exports: ['auth'],
  });
  const { accessToken, refreshToken } = await logIn(auth, ada);
  const kept = await dataOf(ada);
  expect(kept).toEqual(JSON.parse(JSON.stringify(kept)));
  expect(kept).toMatchObject({
    sessions: [{ network: '192.0.2.0/24' }],
    ...{ codes: [], knownNetworks: 1, reviewAccountUntil: null },
  });
  expect(kept.counts).not.toEqual({});
  await forget(ada);
  expect(await dataOf(ada)).toMatchObject({ sessions: [], codes: [], knownNetworks: 0, counts: kept.counts });
  expect((await auth.authenticate(accessToken, { ip: null })).failure).toBe('revoked');
  expect(await reasonOf(auth.refresh(refreshToken, { ip: null }))).toBe('revoked');
  expect(log.map((line) => line.split(' ')[1])).toEqual([
    ...['code.requested', 'code.sent', 'login.succeeded', 'session.ended'],
  ]);
  for (const line of log) {
    expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z [\w.]+$/);
    expect(line).not.toMatch(/ada@|192\.0\.2/);
  }
});
