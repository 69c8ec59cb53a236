import { describe, expect, it } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { reasonOf } from '../support/service.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';
import { type Builder, serveBuilder } from './serve-builder.js';
import { useTerminal } from './use-terminal.js';

const { afterwards } = useCleanUps();
const { logIn } = useTerminal();
const ada = 'ada@example.com';

interface Page {
  readonly auth: EmailAuth<{ org: string }>;
  readonly builder: Builder;
  readonly sessions: readonly object[];
}

const open = () =>
  runAmong<Page>(blockOf('docs/sessions.md', 'updatableClaims'), {
    exports: ['auth', 'builder', 'sessions'],
  });

describe('the code of docs/sessions.md', () => {
  it('runs where nobody is logged in', async () => {
    expect((await open()).sessions).toEqual([]);
  });

  it('lists the sessions of somebody, and ends one, and then all', async () => {
    const told: string[] = [];
    const { auth } = await open();
    const tokens = [await logIn(auth, ada), await logIn(auth, ada, '198.51.100.7')];
    const sessions = await auth.sessions(ada);
    expect(sessions.map(({ network }) => network)).toEqual(['192.0.2.0/24', '198.51.100.0/24']);
    for (const end of [() => auth.endSession(ada, sessions[0]?.id ?? ''), () => auth.logoutEverywhere(ada)]) {
      await end();
      for (const { refreshToken } of tokens)
        told.push(await reasonOf(auth.refresh(refreshToken, { ip: null })));
    }
    expect(told).toEqual(['revoked', 'ok', 'revoked', 'revoked']);
  });

  it('has the query `sessions` and the mutation `endSession`, for the caller alone', async () => {
    const { auth, builder } = await open();
    const { ask, stop } = await serveBuilder(auth, builder);
    afterwards(stop);
    const [mine, other] = [await logIn(auth, ada), await logIn(auth, ada, '198.51.100.7')];
    const eve = await logIn(auth, 'eve@example.com');
    const { data } = await ask('{ sessions { id network device current } }', mine.accessToken);
    expect(data.sessions).toMatchObject([
      { network: '192.0.2.0/24', current: true },
      { network: '198.51.100.0/24', current: false },
    ]);
    const end = `mutation { endSession(id: "${data.sessions[1].id}") }`;
    expect((await ask(end, eve.accessToken)).data?.endSession).not.toBe(true);
    expect(await ask(end, mine.accessToken)).toEqual({ data: { endSession: true } });
    expect((await auth.authenticate(other.accessToken, { ip: null })).failure).toBe('revoked');
  });

  it('may change the claim that it names, for the session from then on', async () => {
    const { auth } = await open();
    const { refreshToken } = await logIn(auth, ada);
    const orgOf = async (token: string) => (await auth.authenticate(token, { ip: null })).claims?.org;
    const updated = await auth.updateClaims(refreshToken, { org: 'other' });
    expect(await orgOf(updated.accessToken)).toBe('other');
    const refreshed = await auth.refresh(updated.refreshToken, { ip: null });
    expect(await orgOf(refreshed.accessToken)).toBe('other');
    expect(await orgOf((await logIn(auth, ada, '198.51.100.7')).accessToken)).toBe('first');
  });
});
