import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { createAuthClient } from '../../src/client/index.js';
import EmailAuthPlugin, { createEmailAuth, type WithAuth } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { startHttpServer } from '../support/http-server.js';
import { createTestAuth, noLimits } from '../support/service.js';

const { afterwards } = useCleanUps();

describe('a server with names and arguments of its own', () => {
  it('is spoken to by them', async () => {
    const seen: unknown[] = [];
    const { auth, mailbox } = createTestAuth(
      {
        identity: { argument: 'phone', parse: (given) => given },
        loginCode: { binding: 'required' },
        limits: noLimits,
        guard: ({ args }) => void seen.push(args),
      },
      createEmailAuth,
    );
    const builder = new SchemaBuilder<
      WithAuth<{ AuthArgs: { captcha: string; tags?: readonly string[] | null } }>
    >({
      plugins: [EmailAuthPlugin],
      emailAuth: {
        auth,
        mutations: {
          requestLoginCode: {
            name: 'sendCode',
            args: (t) => ({ captcha: t.arg.string({ required: true }), tags: t.arg.stringList() }),
          },
          login: { name: 'enter' },
          refreshToken: { name: 'renew' },
          logout: { name: 'leave' },
        },
      },
    });
    builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
    const server = await startHttpServer(
      createYoga({ schema: builder.toSchema(), plugins: [useEmailAuth(auth)] }),
    );
    afterwards(server.stop);
    const client = createAuthClient({
      url: server.url,
      names: {
        ...{ requestLoginCode: 'sendCode', login: 'enter', refreshToken: 'renew', logout: 'leave' },
        identity: 'phone',
      },
    });
    const captcha = 'a "quoted" \\ word\n} \u2028';
    await client.requestCode('+44 20', { captcha, tags: ['a', 'b'], nothing: undefined });
    await auth.close();
    await client.login(mailbox.at(-1)?.code ?? '');
    expect(seen[0]).toEqual({ captcha, tags: ['a', 'b'] });
    const before = await client.token();
    expect(await client.token(before ?? '')).not.toBe(before);
    await client.logout();
    expect(client.state).toEqual({ status: 'signedOut' });
  });
});
