import { expect, it } from 'vitest';
import { startApolloApp } from '../../examples/apollo-server.js';
import { createFastifyApp } from '../../examples/fastify.js';
import { useCleanUps } from '../support/clean-ups.js';
import { createTestAuth, signingKey } from '../support/service.js';
import { overHttp } from './clients.js';

type AppClaims = { role: 'admin' | 'user' };

const { afterwards } = useCleanUps();

it('examples/fastify.ts knows its caller in GraphQL and in a route of its own', async () => {
  let app: ReturnType<typeof createFastifyApp> | undefined;
  const { logIn } = createTestAuth<AppClaims>({}, (options) => {
    app = createFastifyApp(options);
    return app.auth;
  });
  if (!app) throw new Error('no app');
  const { server } = app;
  afterwards(() => server.close());
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  const { accessToken } = await logIn('ada@example.com');
  const authorization = `Bearer ${accessToken}`;
  expect((await overHttp(`${url}/graphql`).ask('{ me }', { authorization })).data).toEqual({
    me: 'ada@example.com',
  });
  const me = await fetch(`${url}/me`, { headers: { authorization } });
  expect(await me.json()).toEqual({ email: 'ada@example.com' });
  const stranger = await fetch(`${url}/me`);
  expect([stranger.status, await stranger.json()]).toEqual([401, { reason: 'missing' }]);
});

it('examples/apollo-server.ts logs in, and says when to try again', async () => {
  const mailbox: { code: string }[] = [];
  const delivery = async (message: { code: string }) => void mailbox.push(message);
  const { auth, server, url } = await startApolloApp({ signingKey, delivery }, { trust: ['loopback'] }, 0);
  afterwards(() => server.stop());
  const { ask } = overHttp(url);
  const request = 'mutation { requestLoginCode(email: "ada@example.com") { expiresIn } }';
  await ask(request);
  await auth.close();
  const { data } = await ask(
    `mutation { login(email: "ada@example.com", code: "${mailbox[0]?.code}") { accessToken } }`,
  );
  const authorization = `Bearer ${data.login.accessToken}`;
  expect((await ask('{ me }', { authorization })).data).toEqual({ me: 'ada@example.com' });
  // Time goes on here.
  expect((await ask(request)).headers?.get('retry-after')).toMatch(/^(60|5\d)$/);
});
