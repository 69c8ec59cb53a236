import { afterAll, expect, it } from 'vitest';
import { startMailServer } from '../support/mail-server.js';
import { createSigningKey } from '../support/service.js';
import { overHttp } from './clients.js';
import { describeHost } from './contract.js';
import { buildNextApp } from './next-app.js';
import { callerIp } from './platforms.js';

// The routes are loaded by the build. That of the example has no secrets then.
const forBuild = { signingKey: createSigningKey(), mailbox: 'http://127.0.0.1:9' };
const app = await buildNextApp({ HOST_SETTINGS: JSON.stringify(forBuild) });
afterAll(app.remove);

/** As the proxy in front of a server on Vercel: it writes the address over whatever the caller says. */
const throughVercel: typeof fetch = (url, init) => {
  const headers = new Headers(init?.headers);
  for (const name of ['x-real-ip', 'x-forwarded-for', 'x-vercel-forwarded-for']) headers.set(name, callerIp);
  return fetch(url, { ...init, headers });
};

describeHost({
  ...{ name: 'Next, as on Vercel', direct: callerIp, takesProxies: false, tells: false },
  cacheControl: 'no-store',
  start: async (settings) => {
    const variables = { VERCEL: '1', VERCEL_URL: 'app.vercel.app', HOST_SETTINGS: JSON.stringify(settings) };
    const { url, stop } = await app.start(variables);
    return { ...overHttp(`${url}/graphql`, throughVercel), stop };
  },
});

it('serves the example, behind a proxy, with the secrets that it is started with', async () => {
  const mails = await startMailServer();
  const { url, stop } = await app.start({ EMAIL_AUTH_SIGNING_KEY: createSigningKey(), SMTP_URL: mails.url });
  try {
    const { ask } = overHttp(`${url}/api/graphql`);
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const request = (email: string) => `mutation { requestLoginCode(email: "${email}") { challenge } }`;
    const arriving = mails.next();
    const { data } = await ask(request('ada@example.com'), from('192.0.2.7'));
    const [code] = /\b\d{6}\b/.exec((await arriving).parsed.text ?? '') ?? [];
    const input = `email: "ada@example.com", code: "${code}", challenge: "${data.requestLoginCode.challenge}"`;
    const login = await ask(`mutation { login(${input}) { accessToken } }`, from('192.0.2.7'));
    const authorization = `Bearer ${login.data.login.accessToken}`;
    expect((await ask('{ me }', { authorization })).data).toEqual({ me: 'ada@example.com' });
    // The pause is for an address: that of the proxy's caller, and not one for all.
    const again = await ask(request('ada@example.com'), from('192.0.2.7'));
    expect(again.headers?.get('retry-after')).toMatch(/^\d+$/);
    expect((await ask(request('ada@example.com'), from('192.0.2.8'))).errors).toBeUndefined();
  } finally {
    await stop();
    await mails.stop();
  }
});
