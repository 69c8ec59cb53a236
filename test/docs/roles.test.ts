import { describe, expect, it } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';
import { type Builder, serveBuilder } from './serve-builder.js';
import { useTerminal } from './use-terminal.js';

const { afterwards } = useCleanUps();
const { logIn } = useTerminal();

type Role = { role: 'admin' | 'editor' | 'user' };
interface Roles {
  readonly auth: EmailAuth<Role>;
  readonly builder: Builder;
  readonly roles: Record<string, Role['role']>;
}

const open = async () => {
  const page = await runAmong<Roles>(blockOf('docs/roles.md', 'allow: isAdmin'), {
    exports: ['auth', 'builder', 'roles'],
  });
  const server = await serveBuilder(page.auth, page.builder);
  afterwards(server.stop);
  const codeOf = async (token?: string) =>
    (await server.ask('{ report }', token)).errors?.[0]?.extensions.code;
  return { ...page, ...server, codeOf };
};

describe('the schema of docs/roles.md', () => {
  it('lets administrators pass, and nobody else', async () => {
    const { auth, ask, codeOf } = await open();
    const { accessToken } = await logIn(auth, 'ada@example.com');
    expect(await ask('{ report }', accessToken)).toEqual({ data: { report: 'For ada@example.com' } });
    expect(await codeOf((await logIn(auth, 'eve@example.com')).accessToken)).toBe('FORBIDDEN');
    expect(await codeOf()).toBe('UNAUTHENTICATED');
  });

  it('sees a changed role at the next refresh', async () => {
    const { auth, ask, codeOf, roles } = await open();
    const before = await logIn(auth, 'eve@example.com');
    roles['eve@example.com'] = 'admin';
    expect(await codeOf(before.accessToken)).toBe('FORBIDDEN');
    const after = await auth.refresh(before.refreshToken, { ip: null });
    expect(await ask('{ report }', after.accessToken)).toEqual({ data: { report: 'For eve@example.com' } });
  });
});
