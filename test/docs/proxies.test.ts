import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { createSchema, createYoga, type Plugin } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../examples/basic.js';
import type { AuthContext, EmailAuth } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { createTestAuth } from '../support/service.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';
import { useTerminal } from './use-terminal.js';

const { afterwards } = useCleanUps();
useTerminal();

/** The proxies of these tests: the only address on loopback that counts as one. */
const trusted = { '10.0.0.0/8': '127.0.0.1/32' };
/** Tells callers which address is counted. */
const schema = createSchema<AuthContext>({
  typeDefs: 'type Query { ip: String }',
  resolvers: { Query: { ip: (_root, _args, { auth }) => auth.ip } },
});

const listen = async (listener: (req: IncomingMessage, res: ServerResponse) => unknown) => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterwards(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return async (headers: Record<string, string>, localAddress = '127.0.0.1'): Promise<string> => {
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      const path = '/graphql?query=%7Bip%7D';
      const asked = { ...{ port, path, headers, localAddress }, host: '127.0.0.1', agent: false } as const;
      request(asked, resolve).on('error', reject).end();
    });
    return JSON.parse(await text(incoming)).data.ip;
  };
};

describe('the address of a caller, as docs/proxies.md has it found', () => {
  it('is read behind trusted proxies, behind so many hops, and from a header of the host', async () => {
    const page = await runAmong<Record<'trusting' | 'hopping' | 'telling', Plugin>>(
      blockOf('docs/proxies.md', 'useEmailAuth(auth, { proxy: { hops: 1'),
      {
        replacements: {
          ...trusted,
          'useEmailAuth(auth, { proxy: { trust':
            'export const trusting = useEmailAuth(auth, { proxy: { trust',
          'useEmailAuth(auth, { proxy: { hops': 'export const hopping = useEmailAuth(auth, { proxy: { hops',
          'useEmailAuth(auth, { ip': 'export const telling = useEmailAuth(auth, { ip',
        },
      },
    );
    const serve = (plugin: Plugin) =>
      listen(createYoga({ schema, plugins: [plugin], logging: false }) as never);
    const list = { 'x-forwarded-for': '6.6.6.6, 198.51.100.1' };
    const forwarded = { forwarded: 'for=6.6.6.6, for="198.51.100.2"' };
    const cdn = { 'cf-connecting-ip': '198.51.100.3' };
    const all = { ...list, ...forwarded, ...cdn };

    const trusting = await serve(page.trusting);
    expect([await trusting(all), await trusting(all, '127.0.0.2'), await trusting({})]).toEqual([
      ...['198.51.100.1', '127.0.0.2', '127.0.0.1'],
    ]);
    const hopping = await serve(page.hopping);
    expect([await hopping(all), await hopping(list)]).toEqual(['198.51.100.2', '127.0.0.1']);
    const telling = await serve(page.telling);
    expect([await telling(all), await telling(list)]).toEqual(['198.51.100.3', null]);
  });

  it('is in the context of a server without Yoga, too, and the mail goes after the answer', async () => {
    const { contextOf } = await runAmong<{
      contextOf(auth: EmailAuth, req: IncomingMessage, res: ServerResponse): Promise<AuthContext>;
    }>(blockOf('docs/proxies.md', 'createAddressOf'), { replacements: trusted, exports: ['contextOf'] });
    let app: ReturnType<typeof createApp> | undefined;
    const { auth, events, mailbox } = createTestAuth<{ role: 'admin' | 'user' }>({}, (options) => {
      app = createApp(options, (builder) =>
        builder.queryField('ip', (t) => t.string({ resolve: (_root, _args, ctx) => ctx.auth.ip })),
      );
      return app.auth;
    });
    const told: number[] = [];
    const ask = await listen(async (req, res) => {
      const contextValue = await contextOf(auth as unknown as EmailAuth, req, res);
      const run = (document: string) =>
        execute({ schema: app?.schema as GraphQLSchema, document: parse(document), contextValue });
      await run('mutation { requestLoginCode(email: "ada@example.com") { challenge } }');
      // Long enough for a mail that does not wait.
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
      told.push(mailbox.length);
      res.end(JSON.stringify(await run('{ ip }')));
    });
    expect(await ask({ 'x-forwarded-for': '198.51.100.1' })).toBe('198.51.100.1');
    await auth.close();
    expect([...told, mailbox.length]).toEqual([0, 1]);
    expect(events[0]).toMatchObject({ type: 'code.requested', ip: '198.51.100.1' });
  });
});
