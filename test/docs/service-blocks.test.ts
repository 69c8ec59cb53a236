import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { installPackages } from '../support/debian.js';
import { startMailServer } from '../support/mail-server.js';
import { reasonOf, signingKey, wrongCode } from '../support/service.js';
import { blockOf } from './pages.js';
import { runBlock } from './run-block.js';
import { logInBy, readTerminal, readToken } from './serve-auth.js';

await installPackages(['openssl'], ['openssl']);

const { afterwards, later } = useCleanUps();
const caller = { ip: '192.0.2.1' };
const ada = 'ada@example.com';
const exported = { 'const auth': 'export const auth' };

beforeEach(() => vi.stubEnv('EMAIL_AUTH_SIGNING_KEY', signingKey));

/** The service that a block makes, with the terminal as its mailbox. */
const open = async (service: Promise<{ readonly auth: EmailAuth }>) => {
  const terminal = readTerminal();
  afterwards(() => vi.restoreAllMocks());
  const { auth } = await service;
  return { auth, ...terminal, logIn: (email = ada) => logInBy(auth, email, () => terminal.codeFor(email)) };
};

describe('docs/claims.md', () => {
  it('says who may log in, what the tokens say, and who goes on', async () => {
    const { auth, said, codeFor, logIn } = await open(runBlock('docs/claims.md', 'teams', exported));
    const { accessToken, refreshToken } = await logIn();
    const { claims } = await auth.authenticate(accessToken, caller);
    expect(claims).toMatchObject({ sub: ada, email: ada, role: 'admin', teams: ['a', 'b'] });
    expect(said.join()).not.toContain('goes on');
    await auth.refresh(refreshToken, { ip: '192.0.2.7' });
    expect(said).toContain(`${claims?.sid} goes on, from 192.0.2.7`);
    await auth.requestLoginCode('ada@example.org', caller);
    await auth.close();
    expect(codeFor('ada@example.org')).toBeUndefined();
  });

  it('has the claims of RFC 9068, and refuses tokens without them', async () => {
    const { auth, logIn } = await open(runBlock('docs/claims.md', 'rfc9068', exported));
    const first = await logIn();
    const [header, claims] = readToken(first.accessToken);
    expect(header).toMatchObject({ typ: 'at+jwt' });
    const profile = { iss: 'https://login.example.com', aud: 'shop', client_id: 'web' };
    expect(claims).toMatchObject({ ...profile, sub: ada, iat: expect.any(Number), jti: expect.any(String) });
    expect(claims.auth_time).toEqual(claims.iat);
    const second = await auth.refresh(first.refreshToken, caller);
    expect(readToken(second.accessToken)[1].auth_time).toBe(claims.auth_time);
    const other = await open(runBlock('docs/claims.md', 'teams', exported));
    const { accessToken } = await other.logIn();
    expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: 'invalid' });
  });
});

describe('docs/delivery.md', () => {
  it('sends by SMTP after the reply, and tries again what fails', async () => {
    let tries = 0;
    const mail = await startMailServer({
      onRcptTo: (_address, _session, done) => {
        tries += 1;
        done(tries === 1 ? Object.assign(new Error('later'), { responseCode: 451 }) : null);
      },
    });
    afterwards(mail.stop);
    vi.stubEnv('SMTP_URL', mail.url);
    readTerminal();
    afterwards(() => vi.restoreAllMocks());
    const { auth } = await runBlock<{ auth: EmailAuth }>('docs/delivery.md', 'nodemailerDelivery', exported);
    const next = mail.next();
    const { challenge } = await auth.requestLoginCode(ada, caller);
    expect(tries).toBe(0);
    const { parsed, recipients } = await next;
    expect([tries, recipients, parsed.from?.text]).toEqual([2, [ada], '"Example" <login@example.com>']);
    const [code = ''] = /\b\d{6}\b/.exec(parsed.text ?? '') ?? [];
    expect(await reasonOf(auth.login({ identity: ada, code, challenge }, caller))).toBe('ok');
    await auth.close();
  });
});

describe('docs/encryption.md', () => {
  const block = () => runBlock<{ auth: EmailAuth }>('docs/encryption.md', 'encryptionKey', exported);

  it('encrypts tokens with the key that openssl makes', async () => {
    const { code } = blockOf('docs/encryption.md', 'openssl rand');
    vi.stubEnv('EMAIL_AUTH_ENCRYPTION_KEY', execFileSync('sh', ['-ec', code], { encoding: 'utf8' }).trim());
    const { auth, logIn } = await open(block());
    const { accessToken } = await logIn();
    const [header = '', ...parts] = accessToken.split('.');
    expect(parts).toHaveLength(4);
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({
      ...{ alg: 'A256KW', enc: 'A256GCM', cty: 'JWT' },
    });
    expect((await auth.authenticate(accessToken, caller)).claims).toMatchObject({ email: ada });
  });

  it('does not start where the variable is missing', async () => {
    vi.stubEnv('EMAIL_AUTH_ENCRYPTION_KEY', undefined);
    await expect(block()).rejects.toThrow('jwt.encryptionKey');
  });
});

describe('docs/events.md', () => {
  it('tells of a block once', async () => {
    const { auth, said } = await open(runBlock('docs/events.md', 'ip.blocked', exported));
    const { challenge } = await auth.requestLoginCode(ada, caller);
    await auth.close();
    const right = said.flatMap((line) => /: (\d{6}) /.exec(line)?.[1] ?? []).at(-1) ?? '';
    const guess = () => reasonOf(auth.login({ identity: ada, code: wrongCode(right), challenge }, caller));
    const outcomes: string[] = [];
    for (let count = 0; count < 12; count += 1) outcomes.push(await guess());
    expect(outcomes.at(-1)).toBe('TOO_MANY_REQUESTS');
    expect(said.filter((line) => line.includes('blocked'))).toEqual(['192.0.2.1 is blocked for 300 s.']);
  });
});

describe('docs/keys.md', () => {
  const at = (path: string) => ({
    ...exported,
    '/run/secrets/signing-key': path,
    'await auth.check();': 'export const checked = auth.check().then(() => null, (error) => error);',
  });
  const block = (path: string) =>
    runBlock<{ auth: EmailAuth; checked: Promise<unknown> }>('docs/keys.md', '/run/secrets', at(path));

  it('reads a key when it is first needed, and says where it cannot', async () => {
    vi.stubEnv('EMAIL_AUTH_SIGNING_KEY', undefined);
    const file = join(tmpdir(), `email-auth-key-${process.pid}.pem`);
    writeFileSync(file, signingKey);
    afterwards(() => rmSync(file));
    const { auth, checked } = await block(file);
    expect(await checked).toBeNull();
    expect((await auth.jwks()).keys).toHaveLength(1);
    const terminal = later(readTerminal(), () => vi.restoreAllMocks());
    const away = await block(`${file}.nowhere`);
    expect(await away.checked).toMatchObject({ code: 'SERVICE_UNAVAILABLE', cause: { part: 'keys' } });
    await away.auth.requestLoginCode(ada, caller).catch(() => {});
    expect(await reasonOf(away.auth.login({ identity: ada, code: '000000' }, caller))).toBe(
      'SERVICE_UNAVAILABLE',
    );
    expect(terminal.said.join()).toContain('ENOENT');
  });
});
