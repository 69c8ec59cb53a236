import { type Block, blockOf } from '../docs/pages.js';
import { startHttpServer } from '../support/http-server.js';
import { type HostClient, overEvents, overHttp, overSockets } from './clients.js';
import { describeHost, type HostRow } from './contract.js';
import { type HostSettings, openHostApp } from './host-app.js';
import { runHostBlock } from './run-host-block.js';

/** A block of a page, and a client of what it starts. */
const block =
  (page: Block, connect: (url: string) => HostClient = overHttp) =>
  async (settings: HostSettings) => {
    const { url, stop } = await runHostBlock(page, settings);
    return { ...connect(`${url}/graphql`), stop };
  };

const onNode = { direct: '127.0.0.1', takesProxies: true, tells: true, cacheControl: 'no-store' } as const;

/** Without Yoga, nobody writes what an answer with cookies has to say. */
const withoutYoga = { ...onNode, setsCookies: false } as const;

const rows: readonly HostRow[] = [
  {
    ...onNode,
    name: 'node:http',
    start: async (settings) => {
      const { auth, yoga } = openHostApp(settings);
      const { url, stop } = await startHttpServer(yoga);
      return { ...overHttp(url), stop: () => Promise.all([auth.close(), stop()]) };
    },
  },
  { ...onNode, name: 'Express 5', start: block(blockOf('docs/hosts.md', "from 'express'")) },
  { ...onNode, name: 'Fastify', start: block(blockOf('docs/hosts.md', "from 'fastify'")) },
  { ...onNode, name: 'Koa', start: block(blockOf('docs/hosts.md', "from 'koa'")) },
  { ...onNode, name: 'Hono on Node', start: block(blockOf('docs/hosts.md', "from '@hono/node-server'")) },
  {
    ...withoutYoga,
    name: 'Apollo Server 5',
    start: block(blockOf('docs/apollo.md', "from '@apollo/server'")),
  },
  {
    ...withoutYoga,
    name: 'graphql-http',
    start: block(blockOf('docs/apollo.md', 'graphql-http/lib/use/http')),
  },
  {
    ...{ ...withoutYoga, cacheControl: 'no-cache' },
    name: 'graphql-sse',
    start: block(blockOf('docs/apollo.md', 'graphql-sse/lib/use/http'), overEvents),
  },
  {
    ...{ ...withoutYoga, tells: false, cacheControl: null },
    name: 'graphql-ws',
    start: block(blockOf('docs/graphql-ws.md', 'graphql-ws/use/ws'), (url) =>
      overSockets(url.replace('http', 'ws')),
    ),
  },
];
for (const row of rows) describeHost(row);
