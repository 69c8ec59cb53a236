import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import { vi } from 'vitest';
import EmailAuthPlugin, { createEmailAuth, type EmailAuth, type WithAuth } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { startHttpServer } from '../support/http-server.js';

/** A service of a page in a real server, with the field `me`. The caller stops it. */
export const serveAuth = async (auth: EmailAuth, plugin = useEmailAuth(auth)) => {
  const builder = new SchemaBuilder<WithAuth>({ plugins: [EmailAuthPlugin], emailAuth: auth });
  builder.queryType({
    fields: (t) => ({
      me: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.email }),
    }),
  });
  const yoga = createYoga({ schema: builder.toSchema(), plugins: [plugin], logging: false });
  return startHttpServer(yoga);
};

/** Reads the codes that a service without a delivery prints, and all else that is said at the terminal. */
export const readTerminal = () => {
  const said: string[] = [];
  for (const method of ['info', 'log', 'warn', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((text: unknown) => void said.push(String(text)));
  return {
    said,
    /** The code that went to an address; undefined if none did. */
    codeFor: (email: string) =>
      said.flatMap((line) => new RegExp(`for ${email}: (\\d{6}) `).exec(line)?.[1] ?? []).at(-1),
  };
};

const caller = { ip: '192.0.2.1' };

/** Logs in with the code that `read` finds when all mails have been sent. */
export const logInBy = async <Extra extends object>(
  auth: EmailAuth<Extra>,
  identity: string,
  read: () => string | undefined | Promise<string | undefined>,
) => {
  const { challenge } = await auth.requestLoginCode(identity, caller);
  await auth.close();
  const code = await read();
  if (code === undefined) throw new Error('No code has come.');
  return auth.login({ identity, challenge, code }, caller);
};

/** What a token says: its header and its claims. */
export const readToken = (token: string): readonly [header: object, claims: Record<string, unknown>] => {
  const [header, claims] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
  return [header, claims];
};

/** A service with a key, and a token of it. */
export const makeToken = async (key: string) => {
  const codes: string[] = [];
  const auth = createEmailAuth({ signingKey: key, delivery: async ({ code }) => void codes.push(code) });
  const { challenge } = await auth.requestLoginCode('ada@example.com', caller);
  await auth.close();
  const input = { identity: 'ada@example.com', code: codes[0] ?? '', challenge };
  return { auth, token: (await auth.login(input, caller)).accessToken };
};
