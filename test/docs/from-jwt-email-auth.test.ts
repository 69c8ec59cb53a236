import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect, it, vi } from 'vitest';
import { settings } from '../../src/cli/migrate/settings/index.js';
import type { EmailAuth } from '../../src/index.js';
import type { useEmailAuth } from '../../src/yoga/index.js';
import { runCli } from '../cli/run-cli.js';
import { rowsOf } from '../standards/tables.js';
import { useCleanUps } from '../support/clean-ups.js';
import { createTestAuth, signingKey } from '../support/service.js';

import { blockOf, docs } from './pages.js';
import { startMailServerInEnv } from './readme-app.js';
import type { Replacements } from './run-among.js';
import { runBlock } from './run-block.js';
import { readToken, serveAuth } from './serve-auth.js';

const { later } = useCleanUps();

/** What the command prints. */
interface Migrated {
  readonly auth: EmailAuth;
  readonly yogaPlugin: ReturnType<typeof useEmailAuth>;
}

const page = docs.find(({ path }) => path === 'docs/from-jwt-email-auth.md');

it('the guide has the rows of the command, in its order', () => {
  const rows = [...settings].map(([name, { standard, ours }]) => [`\`${name}\``, `\`${standard}\``, ours]);
  expect(rowsOf(page?.text ?? '', /^`[A-Z]+(_[A-Z]+)+`$|^`(ISSUER|AUDIENCE|LEEWAY|ALGORITHM)`$/)).toEqual(
    rows,
  );
});

it('the guide shows what the command makes of its example', async () => {
  const { code: stdin } = blockOf('docs/from-jwt-email-auth.md', 'JWT_EMAIL_AUTH = {');
  const { code: stdout } = blockOf('docs/from-jwt-email-auth.md', 'Left for you to do');
  expect(await runCli(['migrate', '-'], { stdin })).toEqual({ code: 0, stdout, stderr: '' });
});

it('what it makes runs, lets nobody in before claims is written, and then everybody whom claims knows', async () => {
  const mail = later(await startMailServerInEnv(), ({ stop }) => stop());
  const warn = later(
    vi.spyOn(console, 'warn').mockImplementation(() => {}),
    (spy) => spy.mockRestore(),
  );
  const open = async (replacements: Replacements = {}) => {
    const made = runBlock<Migrated>('docs/from-jwt-email-auth.md', 'Left for you to do', replacements);
    const { auth, yogaPlugin } = await made;
    return { auth, ...later(await serveAuth(auth, yogaPlugin), ({ stop }) => stop()) };
  };
  const request = 'mutation { requestLoginCode(email: "ada@example.com") { challenge } }';
  const asPrinted = await open();
  expect((await asPrinted.query(request)).errors).toBeUndefined();
  await asPrinted.auth.close();
  expect([mail.mails, warn.mock.calls.join()]).toEqual([[], expect.stringContaining('the option claims')]);
  const { query } = await open({ '=> null,': "=> ({ role: 'admin' })," });
  const mailed = mail.nextCode();
  const { challenge } = (await query(request)).data.requestLoginCode;
  const input = `email: "ada@example.com", code: "${await mailed}", challenge: "${challenge}"`;
  const { login } = (await query(`mutation { login(${input}) { expiresIn accessToken } }`)).data;
  expect(login.expiresIn).toBe(600);
  expect(readToken(login.accessToken)[1]).toMatchObject({ role: 'admin' });
});

it('a token of the original is invalid here, even under the same key, and even if it names that key', async () => {
  const { auth } = createTestAuth({ clock: Date.now });
  const [jwk] = (await auth.jwks()).keys;
  const tokenOf = (type: string, header: object) =>
    new SignJWT({ type, role: 'admin' })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', ...header })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(createPrivateKey(signingKey));
  const caller = { ip: '192.0.2.1' };
  for (const header of [{}, { kid: jwk?.kid }]) {
    const state = await auth.authenticate(await tokenOf('access', header), caller);
    expect(state).toMatchObject({ claims: null, failure: 'invalid' });
    const refused = { code: 'INVALID_REFRESH_TOKEN', reason: 'invalid' };
    await expect(auth.refresh(await tokenOf('refresh', header), caller)).rejects.toMatchObject(refused);
  }
});
