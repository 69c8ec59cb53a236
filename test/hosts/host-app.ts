import { createYoga } from 'graphql-yoga';
import type { LoginCodeMessage } from 'pothos-plugin-email-auth';
import { type ProxyOptions, useEmailAuth } from 'pothos-plugin-email-auth/yoga';
import { createApp } from '../../examples/basic.js';

/** What a host is started with. It is written into a file, for other processes. */
export interface HostSettings {
  readonly signingKey: string;
  /** Where its mails go. */
  readonly mailbox: string;
  /** The proxies that it trusts. */
  readonly proxy?: ProxyOptions | undefined;
}

type AppArguments = Required<Parameters<typeof createApp>>;

/** Its mails go where the test reads them, and the lookups of addresses are noted. */
export const hostOptions = ({ signingKey, mailbox }: HostSettings, log: string[]): AppArguments[0] => ({
  signingKey,
  transport: 'either',
  delivery: async ({ identity, code }: LoginCodeMessage) => {
    await fetch(mailbox, { method: 'POST', body: JSON.stringify({ identity, code }) });
  },
  claims: (identity, { phase }) => {
    log.push(`${phase} ${identity}`);
    return { role: 'user' };
  },
});

/** Fields that tell what a test wants to know. */
export const addHostFields =
  (log: readonly string[]): AppArguments[1] =>
  (builder) => {
    builder.queryFields((t) => ({
      ip: t.string({ resolve: (_root, _args, ctx) => ctx.auth.ip }),
      log: t.stringList({ nullable: false, resolve: () => [...log] }),
    }));
    builder.mutationFields((t) => ({
      // More than the buffers of a connection hold.
      long: t.string({ resolve: () => 'x'.repeat(20_000_000) }),
    }));
  };

/** What the pages import as `./server.js`. */
export const openHostApp = (settings: HostSettings) => {
  const { proxy } = settings;
  const log: string[] = [];
  const { auth, schema } = createApp(hostOptions(settings, log), addHostFields(log));
  const yoga = createYoga({ schema, plugins: [useEmailAuth(auth, proxy && { proxy })], logging: false });
  return { auth, schema, yoga };
};

export type HostApp = ReturnType<typeof openHostApp>;
