import { createYoga, type Plugin } from 'graphql-yoga';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../examples/basic.js';
import { nodemailerDelivery } from '../../src/delivery/nodemailer/index.js';
import { type AuthState, parseEmail } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { startHttpServer } from '../support/http-server.js';
import { startMailServer } from '../support/mail-server.js';
import { noLimits, signingKey } from '../support/service.js';

const operations = {
  request:
    'mutation ($email: String!) { requestLoginCode(email: $email) { challenge expiresIn resendAfter } }',
  login: `mutation ($email: String!, $code: String!, $challenge: String) {
    login(email: $email, code: $code, challenge: $challenge) { accessToken expiresIn refreshToken refreshExpiresIn }
  }`,
  refresh: 'mutation ($token: String!) { refreshToken(token: $token) { accessToken refreshToken } }',
  logout: 'mutation ($token: String!) { logout(token: $token) }',
};

describe('the whole flow over HTTP and SMTP', () => {
  let mail: Awaited<ReturnType<typeof startMailServer>>;
  let http: Awaited<ReturnType<typeof startHttpServer>>;
  let app: ReturnType<typeof createApp>;

  beforeAll(async () => {
    mail = await startMailServer();
    app = createApp({
      signingKey,
      limits: noLimits,
      delivery: nodemailerDelivery({ transport: mail.url, from: 'Example <login@example.com>' }),
    });
    http = await startHttpServer(app.yoga);
  });

  afterAll(async () => {
    await app.auth.close();
    await http.stop();
    await mail.stop();
  });

  const askForCode = async (email: string) => {
    const arrival = mail.next();
    const { data, errors } = await http.query(operations.request, { email });
    expect(errors).toBeUndefined();
    const received = await arrival;
    const code = /^\d{6}$/m.exec(received.parsed.text ?? '')?.[0] ?? '';
    return {
      ...(data.requestLoginCode as { challenge: string; expiresIn: number; resendAfter: number }),
      code,
      received,
    };
  };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('asks, mails, logs in, answers, refreshes and logs out', async () => {
    const email = 'ada@example.com';
    const { challenge, code, expiresIn, resendAfter } = await askForCode(email);
    expect({ expiresIn, resendAfter }).toEqual({ expiresIn: 300, resendAfter: 60 });
    const { login } = (await http.query(operations.login, { email, code, challenge })).data;
    expect(login).toMatchObject({ expiresIn: 300 });
    // A second may begin between the two moments that it is counted from and to.
    // Time goes on here: whole seconds may have begun since.
    expect(login.refreshExpiresIn).toBeGreaterThan(1_209_570);
    expect(login.refreshExpiresIn).toBeLessThanOrEqual(1_209_600);
    const me = (token: string) => http.query('{ hello me role }', {}, bearer(token));
    expect(await me(login.accessToken)).toEqual({
      data: { hello: `Hello, ${email}!`, me: email, role: 'admin' },
    });

    const { refreshToken: next } = (await http.query(operations.refresh, { token: login.refreshToken })).data;
    expect(await me(next.accessToken)).toMatchObject({ data: { me: email } });
    expect(await http.query(operations.logout, { token: next.refreshToken })).toEqual({
      data: { logout: true },
    });
    const refused = await me(next.accessToken);
    expect(refused.data).toEqual({ hello: 'Hello, stranger!', me: null, role: null });
    expect(refused.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED', reason: 'revoked' });
  });

  it('mails the code as text and HTML, alone on its line, with the headers of an automatic mail', async () => {
    const { code, received } = await askForCode('mary@example.com');
    const { parsed } = received;
    expect(parsed.subject).toBe(`${code} is your login code`);
    expect(parsed.text?.split('\n')).toContain(code);
    expect(String(parsed.html).split('\n')).toContain(code);
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(parsed.from?.text).toBe('"Example" <login@example.com>');
    expect(`${parsed.text}${parsed.html}`).not.toMatch(/https?:/);
  });

  it.each([
    ['U+FF20 for the at sign', ' Grace\uFF20Example.COM ', 'grace@example.com'],
    ['the Kelvin sign', '\u212Aelvin@example.com', 'kelvin@example.com'],
    ['an IDN domain', 'ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ])('mails to the very string that it keys by: %s', async (_, typed, expected) => {
    const { code, challenge, received } = await askForCode(typed);
    expect(/^To: (.*)$/m.exec(received.source)?.[1]?.trim()).toBe(expected);
    // The server shows domains in Unicode.
    expect(received.recipients.map((address) => parseEmail(address))).toEqual([expected]);
    const { login } = (await http.query(operations.login, { email: expected, code, challenge })).data;
    const { data } = await http.query('{ me }', {}, bearer(login.accessToken));
    expect(data.me).toBe(expected);
  });

  it.each([
    ['no at sign', 'ada'],
    ['two at signs', 'a@b@example.com'],
    ['400 characters', `${'a'.repeat(400)}@example.com`],
    ['CR and LF', 'ada@example.com\r\nBcc: eve@example.com'],
    ['NUL', 'ada\0@example.com'],
    ['a comma', 'ada,eve@example.com'],
    ['two addresses', 'a@b.example, c@d.example'],
    ['a display name', 'Ada <ada@example.com>'],
  ])('refuses %s as BAD_USER_INPUT, and mails nothing', async (_, email) => {
    const before = mail.mails.length;
    for (const operation of [operations.request, operations.login]) {
      const { errors } = await http.query(operation, { email, code: '123456' });
      expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'email' });
      expect(errors?.[0]?.message).not.toContain('example.com');
    }
    await app.auth.close();
    expect(mail.mails).toHaveLength(before);
  });

  it.each([
    ['empty', ''],
    ['10 kB long', '1'.repeat(10_000)],
    ['NUL', '\0'],
    ['a lone surrogate', '\uD800'],
  ])('refuses a code that is %s as INVALID_LOGIN_CODE', async (_, code) => {
    const { errors } = await http.query(operations.login, { email: 'ada@example.com', code });
    expect(errors?.[0]?.extensions).toEqual({ code: 'INVALID_LOGIN_CODE' });
  });

  it.each([
    ['missing', undefined],
    ['malformed', 'garbage'],
    ['malformed', 'Basic YWRhOmFkYQ=='],
    ['malformed', 'Bearer'],
    ['malformed', 'Bearer a.b.c, Bearer d.e.f'],
    ['malformed', 'Bearer a.b.c d.e.f'],
    ['malformed', 'Bearer a.b.c'],
    ['malformed', 'Bearer \u00ff'],
  ])('finds the Authorization header %s: %s', async (reason, authorization) => {
    const { data, errors } = await http.query('{ hello me }', {}, authorization ? { authorization } : {});
    expect(data).toEqual({ hello: 'Hello, stranger!', me: null });
    expect(errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED', reason });
  });

  it('takes the bearer scheme in any case and with several spaces', async () => {
    const email = 'joan@example.com';
    const { code, challenge } = await askForCode(email);
    const { login } = (await http.query(operations.login, { email, code, challenge })).data;
    const { data } = await http.query('{ me }', {}, { authorization: `bEARER   ${login.accessToken}` });
    expect(data).toEqual({ me: email });
  });

  it('sees the address of the socket', async () => {
    const addresses: unknown[] = [];
    const seen: Plugin<{ auth: AuthState }> = {
      onExecute: ({ args }) => void addresses.push(args.contextValue.auth.ip),
    };
    const plugins = [useEmailAuth(app.auth), seen];
    const probe = await startHttpServer(createYoga({ schema: app.schema, plugins }));
    await probe.query('{ hello }', {}, { 'x-forwarded-for': '203.0.113.1', forwarded: 'for=203.0.113.1' });
    await probe.stop();
    expect(addresses).toEqual(['127.0.0.1']);
  });
});
