import { once } from 'node:events';
import { connect } from 'node:net';
import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import EmailAuthPlugin, { createEmailAuth, type WithAuth } from '../../src/index.js';
import { type ProxyOptions, useEmailAuth } from '../../src/yoga/index.js';
import { blockOf, docs } from '../docs/pages.js';
import { startHttpServer } from '../support/http-server.js';
import { type Nginx, startNginx } from '../support/nginx.js';
import { signingKey } from '../support/service.js';

const locations = {
  replaced: `proxy_set_header Forwarded 'for=$remote_addr;host="$http_host"';`,
  appended: `proxy_set_header Forwarded '$http_forwarded, for=$remote_addr;host="$http_host"';`,
  last: blockOf('docs/proxies.md', 'proxy_set_header Forwarded').code,
  list: 'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
  page: blockOf('docs/proxies.md', 'X-Forwarded-For $proxy').code,
  /** What nginx does by itself. */
  nothing: '',
};
type Location = keyof typeof locations;

/** The client's own address, which is not the proxy's. */
const client = '127.0.0.2';
const proxy = '127.0.0.1';
const trust = [proxy];

/** A server that tells callers which address is counted. */
const createServerOf = (options: ProxyOptions) => {
  const auth = createEmailAuth({ signingKey, delivery: async () => {} });
  const builder = new SchemaBuilder<WithAuth>({ plugins: [EmailAuthPlugin], emailAuth: auth });
  builder.queryType({ fields: (t) => ({ ip: t.string({ resolve: (_root, _args, ctx) => ctx.auth.ip }) }) });
  const plugins = [useEmailAuth(auth, { proxy: options })];
  return createYoga({ schema: builder.toSchema(), plugins, graphqlEndpoint: '/*', logging: false });
};

describe.each<[string, ProxyOptions]>([
  ['networks', { trust }],
  ['hops', { hops: 1 }],
])('the address behind a real nginx, with %s', (_, options) => {
  let servers: Awaited<ReturnType<typeof startHttpServer>>[];
  let proxies: Nginx[];
  beforeAll(async () => {
    const headers = ['forwarded', 'x-forwarded-for'];
    servers = await Promise.all(
      headers.map((header) => startHttpServer(createServerOf({ ...options, header }))),
    );
    proxies = await Promise.all(servers.map(({ url }) => startNginx(Number(new URL(url).port), locations)));
  }, 300_000);
  afterAll(async () => {
    await Promise.all(proxies.map((nginx) => nginx.stop()));
    await Promise.all(servers.map((server) => server.stop()));
  });

  /** A request as somebody writes it by hand: a client of Node would refuse such a Host. */
  const addressOf = async (location: Location, host: string, headers: readonly string[] = []) => {
    const port = proxies[['list', 'page', 'nothing'].includes(location) ? 1 : 0]?.port ?? 0;
    const socket = connect({ port, host: '127.0.0.1', localAddress: client });
    const lines = [
      `GET /${location}/?query=%7Bip%7D HTTP/1.1`,
      `Host: ${host}`,
      ...headers,
      'Accept: application/json',
      'Connection: close',
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    await once(socket, 'close');
    return /"ip":"([^"]*)"/.exec(answer)?.[1] ?? answer;
  };

  it.each<[Location, string]>([
    ['replaced', 'server.example'],
    ['replaced', 'a,for=6.6.6.6;b'],
    ['replaced', 'a,for=6.6.6.6'],
    ['replaced', 'for=6.6.6.6,a'],
    ['replaced', 'a;for=6.6.6.6'],
    ['replaced', 'a\\",for=6.6.6.6;b=\\"c'],
    ['appended', 'a,for=6.6.6.6;b'],
    ['last', 'a,for=6.6.6.6;b'],
    ['last', 'a",b="c'],
    ['list', 'a,6.6.6.6'],
  ])('is the client’s, whatever stands in Host: %s, %s', async (location, host) => {
    expect(await addressOf(location, host)).toBe(client);
  });

  it.each<[Location, readonly string[]]>([
    ['replaced', ['Forwarded: for=6.6.6.6']],
    ['appended', ['Forwarded: for=6.6.6.6']],
    ['appended', ['Forwarded: for="6.6.6.6']],
    ['appended', ['Forwarded: for=6.6.6.6;host="']],
    ['appended', ['Forwarded: for=6.6.6.6;host="\\']],
    ['appended', ['Forwarded: for=6.6.6.6', 'Forwarded: for=7.7.7.7']],
    ['appended', [`Forwarded: for=a${' '.repeat(7000)}b`]],
    ['list', ['X-Forwarded-For: 6.6.6.6']],
    ['page', ['X-Forwarded-For: 6.6.6.6']],
    ['list', ['X-Forwarded-For: 6.6.6.6,', 'X-Forwarded-For: "']],
  ])('is the client’s, whatever header it sends: %s, %#', async (location, headers) => {
    expect(await addressOf(location, 'server.example', headers)).toBe(client);
  });

  it('is what the client says where nginx is not told to write the header', async () => {
    expect(await addressOf('nothing', 'server.example', ['X-Forwarded-For: 6.6.6.6'])).toBe('6.6.6.6');
    expect(await addressOf('nothing', 'server.example')).toBe(proxy);
  });

  it.each<[Location, string]>([
    ['last', 'a",for=6.6.6.6;x="b'],
    ['last', 'a";for=6.6.6.6;x="b'],
    ['last', 'a\\'],
    ['replaced', 'a\\'],
    ['replaced', 'a"'],
    ['replaced', '";for=6.6.6.6'],
  ])(
    'is the proxy’s where a Host with quotes leaves the header unreadable: %s, %s',
    async (location, host) => {
      expect(await addressOf(location, host)).toBe(proxy);
    },
  );

  it('is what a Host with quotes says where nginx writes it last, since it escapes none: write `for` last', async () => {
    // A header as two honest proxies write it: nobody could tell.
    const host = 'a",for=6.6.6.6;host="b';
    expect(docs.find(({ path }) => path === 'docs/proxies.md')?.text).toContain(`\`Host: ${host}\``);
    expect(await addressOf('replaced', host)).toBe('6.6.6.6');
    expect(await addressOf('last', host)).toBe(proxy);
  });
});
