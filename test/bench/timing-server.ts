// The server that `timing.ts` attacks, in a process of its own: what it does after the reply must not delay the attacker.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import EmailAuthPlugin, { type Caller, createEmailAuth, type WithAuth } from 'pothos-plugin-email-auth';
import { nodemailerDelivery } from 'pothos-plugin-email-auth/nodemailer';
import { useEmailAuth } from 'pothos-plugin-email-auth/yoga';
import { startHttpServer } from '../support/http-server.js';
import { noLimits, signingKey } from '../support/service.js';

/** What the attacker tells the server to do. */
export type Command = 'flush' | 'next-period';

const renderingTime = Number(process.env.BENCH_RENDERING);
const send = nodemailerDelivery({ transport: process.env.BENCH_SMTP, from: 'login@example.com' });
let ahead = 0;

/** A template that blocks the process. */
const render = (milliseconds: number): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

const service = createEmailAuth({
  signingKey,
  limits: noLimits,
  loginCode: { resendAfter: 0 },
  clock: () => Date.now() + ahead,
  claims: async (identity) => {
    await turn();
    return identity.startsWith('unknown') ? null : {};
  },
  delivery: async (message) => {
    render(renderingTime);
    await send(message);
  },
});

// The response of each request, for hosts that do not say by themselves when the answer has left.
const responses = new AsyncLocalStorage<ServerResponse>();
const repliedOf = (response: ServerResponse | undefined) =>
  response && new Promise<void>((resolve) => response.once('close', resolve).once('finish', resolve));
const auth = {
  ...service,
  requestLoginCode: (identity: string, caller: Caller) => {
    const replied = caller.replied ?? repliedOf(responses.getStore());
    return service.requestLoginCode(identity, { ...caller, replied });
  },
};

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

const commands: Readonly<Record<Command, () => unknown>> = {
  flush: () => service.close(),
  'next-period': () => {
    ahead += 10_000;
  },
};

const start = async (): Promise<void> => {
  const yoga = createYoga({ schema: builder.toSchema(), plugins: [useEmailAuth(auth)], logging: false });
  const http = await startHttpServer((request, response) =>
    responses.run(response, () => void yoga(request, response)),
  );
  process.on('message', async (command: Command) => {
    await commands[command]();
    process.send?.('done');
  });
  process.send?.(http.url);
};

void start();
