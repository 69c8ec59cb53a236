// The server that `timing.ts` attacks, in a process of its own: what it does after the reply must not delay the attacker.
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import SchemaBuilder from '@pothos/core';
import { createYoga, type Plugin } from 'graphql-yoga';
import EmailAuthPlugin, { type AuthState, createEmailAuth, type WithAuth } from 'pothos-plugin-email-auth';
import { nodemailerDelivery } from 'pothos-plugin-email-auth/nodemailer';
import { useEmailAuth } from 'pothos-plugin-email-auth/yoga';
import { startHttpServer } from '../support/http-server.js';
import { noLimits, signingKey } from '../support/service.js';

/** What the attacker tells the server to do. */
export type Command = 'flush' | 'next-period';

const renderingTime = Number(process.env.BENCH_RENDERING);
const lookupTime = Number(process.env.BENCH_LOOKUP);
const repliesLast = process.env.BENCH_REPLIES_LAST === 'true';
const send = nodemailerDelivery({ transport: process.env.BENCH_SMTP, from: 'login@example.com' });
let ahead = 0;

/** A template that blocks the process. */
const render = (milliseconds: number): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

const auth = createEmailAuth({
  signingKey,
  limits: noLimits,
  loginCode: { resendAfter: 0 },
  clock: () => Date.now() + ahead,
  claims: async (identity) => {
    await (lookupTime > 0 ? sleep(lookupTime) : turn());
    return identity.startsWith('unknown') ? null : {};
  },
  delivery: async (message) => {
    render(renderingTime);
    await send(message);
  },
});

const builder = new SchemaBuilder<WithAuth>({ plugins: [EmailAuthPlugin], emailAuth: auth });
builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
builder.mutationFields((t) => ({
  touch: t.boolean({
    resolve: async () => {
      await turn();
      return true;
    },
  }),
}));

/** Nobody tells when the answer leaves, and it does not leave before everything is done. */
const lookupAndMailFirst: Plugin<{ auth: AuthState }> = {
  onContextBuilding: async ({ context, extendContext }) =>
    extendContext(await auth.context(context, undefined, {})),
  onResponse: () => auth.close(),
};

const commands: Readonly<Record<Command, () => unknown>> = {
  flush: () => auth.close(),
  'next-period': () => {
    ahead += 10_000;
  },
};

const start = async (): Promise<void> => {
  const yoga = createYoga({
    schema: builder.toSchema(),
    plugins: [repliesLast ? lookupAndMailFirst : useEmailAuth(auth)],
    logging: false,
  });
  const http = await startHttpServer(yoga);
  process.on('message', async (command: Command) => {
    await commands[command]();
    process.send?.('done');
  });
  process.send?.(http.url);
};

void start();
