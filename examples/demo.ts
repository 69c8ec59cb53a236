// `npm run demo`: basic.ts with a mail server of its own. Walks through a login, then serves a sign-in page and GraphiQL.
// `npm run demo -- --once` stops after the walk.
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nodemailerDelivery } from 'pothos-plugin-email-auth/nodemailer';
import { createApp } from './basic.js';
import { type DemoMail, startMailbox } from './web/mailbox.js';
import { createPageServer } from './web/serve.js';

const say = (line: string) => console.info(line);
const short = (token: string) => `${token.slice(0, 12)}… (${token.length} characters)`;

const startHttpServer = async (listener: Parameters<typeof createServer>[1], wanted: number) => {
  const server = createServer(listener);
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  // Port 4000 may be taken; any other will do.
  await listen(wanted).catch(() => listen(0));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

interface Answer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

const walk = async (url: string, nextMail: (to: string) => Promise<DemoMail>) => {
  const ask = async (query: string, variables: object = {}, token?: string): Promise<Answer> => {
    const authorization = token ? { authorization: `Bearer ${token}` } : {};
    const headers = { 'content-type': 'application/json', ...authorization };
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  };
  const answer = async <Result>(field: string, ...request: Parameters<typeof ask>): Promise<Result> => {
    const { data, errors } = await ask(...request);
    if (!data || errors) throw new Error(`${field}: ${errors?.[0]?.message}`);
    return data[field] as Result;
  };

  const email = 'ada@example.com';
  say(`1. requestLoginCode(email: "${email}")`);
  const arriving = nextMail(email);
  const { challenge, expiresIn } = await answer<{ challenge: string; expiresIn: number }>(
    'requestLoginCode',
    'mutation ($email: String!) { requestLoginCode(email: $email) { challenge expiresIn } }',
    { email },
  );
  say(`   The reply comes first: a challenge, and a code that is valid for ${expiresIn} s.`);

  const mail = await arriving;
  const code = /^\d{6}$/m.exec(mail.text)?.[0];
  say(`2. The mail arrives: "${mail.subject}"`);

  say(`3. login(email, code: "${code}", challenge)`);
  const tokens = await answer<{ accessToken: string; refreshToken: string }>(
    'login',
    `mutation ($email: String!, $code: String!, $challenge: String) {
      login(email: $email, code: $code, challenge: $challenge) { accessToken refreshToken }
    }`,
    { email, code, challenge },
  );
  say(`   Access token ${short(tokens.accessToken)}, refresh token ${short(tokens.refreshToken)}`);

  say(`4. { me } with the access token: ${await answer('me', '{ me }', {}, tokens.accessToken)}`);

  const next = await answer<{ accessToken: string; refreshToken: string }>(
    'refreshToken',
    'mutation ($token: String!) { refreshToken(token: $token) { accessToken refreshToken } }',
    { token: tokens.refreshToken },
  );
  say(`5. refreshToken: a new pair; { me } with it: ${await answer('me', '{ me }', {}, next.accessToken)}`);

  const done = await answer('logout', 'mutation ($token: String!) { logout(token: $token) }', {
    token: next.refreshToken,
  });
  say(`6. logout: ${done}`);

  const { data, errors } = await ask('{ hello me }', {}, next.accessToken);
  if (errors?.[0]?.extensions.code !== 'UNAUTHENTICATED') throw new Error('me answered after the logout');
  say(
    `7. { hello me } with the same token: hello is "${data?.hello}", me is refused: ${JSON.stringify(errors[0].extensions)}`,
  );
};

const main = async () => {
  const isOnce = process.argv.includes('--once');
  const mailbox = await startMailbox();
  const { auth, yoga } = createApp({
    signingKey: generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
    // Nobody wants to wait a minute in a demo.
    loginCode: { resendAfter: 10 },
    delivery: nodemailerDelivery({ transport: mailbox.url, from: 'Demo <login@example.com>' }),
  });
  const http = await startHttpServer(await createPageServer(mailbox, yoga), isOnce ? 0 : 4000);
  const stop = async () => {
    http.server.close();
    http.server.closeAllConnections();
    await auth.close();
    mailbox.close();
  };
  try {
    await walk(`${http.url}/graphql`, mailbox.next);
    mailbox.clear();
  } catch (error) {
    process.exitCode = 1;
    console.error(error);
    await stop();
    return;
  }
  if (isOnce) return stop();
  say(`\nSign-in page: ${http.url}   GraphiQL: ${http.url}/graphql   (Ctrl-C stops)`);
  process.once('SIGINT', () => void stop());
};

void main();
