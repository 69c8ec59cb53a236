import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createCookieApp } from '../../examples/cookies.js';
import { useCleanUps } from '../support/clean-ups.js';
import { createJar, own, sendRaw } from '../support/cookie-server.js';
import { createTestAuth } from '../support/service.js';

const { later } = useCleanUps();

it('examples/cookies.ts greets whoever opens its page', async () => {
  let app: ReturnType<typeof createCookieApp> | undefined;
  const { askForCode } = createTestAuth<{ role: 'admin' | 'user' }>({}, (options) => {
    app = createCookieApp(options);
    return app.auth;
  });
  if (!app) throw new Error('no app');
  const server = later(app.server, (started) => started.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const jar = createJar();
  const open = async () => {
    const headers = { ...jar.header, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    return (await sendRaw(`${origin}/`, { method: 'GET', headers })).text;
  };
  expect(await open()).toBe('Hello, stranger!');
  const { code } = await askForCode('ada@example.com');
  const query = `mutation { login(email: "ada@example.com", code: "${code}") { expiresIn } }`;
  const headers = { ...own, 'content-type': 'application/json' };
  jar.take(await sendRaw(`${origin}/graphql`, { headers, body: JSON.stringify({ query }) }));
  expect(await open()).toBe('Hello, ada@example.com!');
});
