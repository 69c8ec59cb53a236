import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReplies, departureOf } from '../../src/http/replies.js';
import EmailAuthPlugin, { type EmailAuthOptions, type WithAuth } from '../../src/index.js';
import { type UseEmailAuthOptions, useEmailAuth } from '../../src/yoga/index.js';
import { startHttpServer } from '../support/http-server.js';
import { createTestAuth, noLimits } from '../support/service.js';

const isOver = async (promise: Promise<unknown> | undefined): Promise<boolean> => {
  let over = false;
  void promise?.then(() => {
    over = true;
  });
  // Promises settle within a turn; what waits for something else does not.
  await turn();
  return over;
};

/** A whole server, which writes down what happens in which order. */
const startServer = async (options: EmailAuthOptions = {}, use: UseEmailAuthOptions<object> = {}) => {
  const log: string[] = [];
  const looked = new EventEmitter();
  const test = createTestAuth({
    limits: noLimits,
    ...options,
    claims: async (identity, { phase }) => {
      log.push(`${phase} ${identity}`);
      looked.emit('lookup');
      return {};
    },
  });
  const builder = new SchemaBuilder<WithAuth>({ plugins: [EmailAuthPlugin], emailAuth: test.auth });
  builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
  builder.mutationType({
    fields: (t) => ({
      // More than the buffers of a connection hold.
      long: t.string({ resolve: () => 'x'.repeat(20_000_000) }),
      slow: t.int({
        resolve: async () => {
          await turn();
          log.push('slow');
          return 1;
        },
      }),
    }),
  });
  const plugins = [useEmailAuth(test.auth, use)];
  const schema = builder.toSchema();
  const yoga = createYoga({ schema, plugins, batching: { limit: 30 }, logging: false });
  const http = await startHttpServer((request, response) => {
    response.once('finish', () => log.push('finish'));
    response.once('close', () => log.push('close'));
    return yoga(request, response);
  });
  return { ...test, http, yoga, log, looked: () => once(looked, 'lookup') };
};

const request = (name: string) => `${name}: requestLoginCode(email: "${name}@example.com") { expiresIn }`;
const slowOnes = Array.from({ length: 20 }, (_, index) => `s${index}: slow`).join(' ');

describe('the lookup of an address', () => {
  // However long an answer takes here, the deadline of answers does not come.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('begins when the answer has left, however much stands behind the request in its document', async () => {
    const { http, log, looked } = await startServer();
    const lookup = looked();
    const { data } = await http.query(`mutation { ${request('ada')} ${slowOnes} }`);
    await lookup;
    await http.stop();
    expect(Object.keys(data)).toHaveLength(21);
    expect(log.filter((line) => line !== 'close')).toEqual([
      ...new Array(20).fill('slow'),
      'finish',
      'request ada@example.com',
    ]);
  });

  it.each(['application/json', 'text/event-stream', 'multipart/mixed'])(
    'begins when the answer has left, whatever form the caller wants it in, and however slowly it is read: %s',
    async (accept) => {
      const { http, log, looked } = await startServer();
      const lookup = looked();
      const response = await http.post({ query: `mutation { ${request('ada')} long }` }, { accept });
      for (let i = 0; i < 100; i += 1) await turn();
      expect(log).toEqual([]);
      expect(response.headers.get('content-type')).toContain(accept);
      expect(await response.text()).toContain('expiresIn');
      await lookup;
      await http.stop();
      expect(log.indexOf('request ada@example.com')).toBeGreaterThan(log.indexOf('finish'));
      expect(log).toContain('finish');
    },
  );

  it('begins when the answer to a whole batch has left, for each of its operations', async () => {
    const { http, log, auth } = await startServer();
    const operations = Array.from({ length: 12 }, (_, index) => ({
      query: `mutation { ${request(`u${index}`)} }`,
    }));
    await http.post([...operations, { query: `mutation { ${slowOnes} }` }]);
    await auth.close();
    await http.stop();
    const lookups = log.flatMap((line, index) => (line.startsWith('request') ? [index] : []));
    expect(lookups).toHaveLength(12);
    expect(Math.min(...lookups)).toBeGreaterThan(log.indexOf('finish'));
  });

  it('begins where the caller has hung up before the resolver has ended', async () => {
    const { http, log, looked } = await startServer();
    const lookup = looked();
    const body = JSON.stringify({
      query: `mutation { ${slowOnes} ${request('ada')} ${slowOnes.replaceAll('s', 't').replaceAll('tlow', 'slow')} }`,
    });
    const { port } = new URL(http.url);
    const socket = connect(Number(port), '127.0.0.1');
    const lines = [
      'POST /graphql HTTP/1.1',
      'Host: x',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.resetAndDestroy());
    await lookup;
    await http.stop();
    expect(log).toContain('request ada@example.com');
    expect(log).not.toContain('finish');
  });

  it('begins without the word of the host after Yoga has answered', async () => {
    const { auth, yoga, log, looked, http } = await startServer();
    await http.stop();
    const lookup = looked();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query: `mutation { ${request('ada')} ${slowOnes} }` });
    const response = await yoga.fetch('http://server/graphql', { method: 'POST', headers, body });
    log.push('answered');
    await lookup;
    await auth.close();
    expect(response.status).toBe(200);
    expect(log.slice(-2)).toEqual(['answered', 'request ada@example.com']);
  });

  it('tells the host’s waitUntil before', async () => {
    const told: Promise<unknown>[] = [];
    const waitUntil = (work: Promise<unknown>) => void told.push(work);
    const { http, looked } = await startServer({}, { waitUntil: () => waitUntil });
    const lookup = looked();
    await http.query(`mutation { ${request('ada')} }`);
    expect(told).toHaveLength(1);
    await lookup;
    await Promise.all(told);
    await http.stop();
  });
});

describe('when an answer has left', () => {
  const contextOf = (more: object = {}) => ({ request: new Request('http://server/graphql'), ...more });
  /** Node's response, as far as it matters. */
  const createResponse = (state: object = {}) =>
    Object.assign(new EventEmitter(), state) as EventEmitter & Partial<ServerResponse>;

  it.each(['finish', 'close'])('is node’s %s, told once, and nobody listens afterwards', async (event) => {
    const res = createResponse();
    const left = departureOf({ res });
    expect(await isOver(left)).toBe(false);
    res.emit(event);
    expect(await isOver(left)).toBe(true);
    expect(res.eventNames()).toEqual([]);
    res.emit('close');
  });

  it.each([[{ writableFinished: true }], [{ destroyed: true }]])(
    'is now where it is over already: %j',
    async (state) => {
      const res = createResponse(state);
      expect(await isOver(departureOf({ res }))).toBe(true);
      expect(res.eventNames()).toEqual([]);
    },
  );

  it('is found in a batch, and in Fastify', async () => {
    const res = createResponse();
    expect(departureOf(Object.create({ res }))).toBeInstanceOf(Promise);
    expect(departureOf({ reply: { raw: res } })).toBeInstanceOf(Promise);
  });

  it.each(['resolve', 'reject'] as const)('is when Deno says so: %s', async (outcome) => {
    let settle = () => {};
    const settled = new Promise<void>((resolve, reject) => {
      settle = outcome === 'resolve' ? resolve : () => reject(new Error('hung up'));
    });
    const info = {
      // As in Deno: a getter that refuses to be inherited.
      get completed() {
        if (this !== info) throw new TypeError('Receiver class must be ServeHandlerInfo');
        return settled;
      },
    };
    const { replied, responded } = createReplies();
    const context = Object.assign(Object.create(Object.create(info)), contextOf());
    const left = replied(context);
    responded(context.request);
    expect(await isOver(left)).toBe(false);
    settle();
    expect(await isOver(left)).toBe(true);
  });

  it('is the turn after Yoga’s answer elsewhere', async () => {
    const { replied, responded } = createReplies();
    const context = contextOf();
    const left = replied(context);
    expect(await isOver(left)).toBe(false);
    responded(context.request);
    let over = false;
    void left?.then(() => {
      over = true;
    });
    await Promise.resolve();
    expect(over).toBe(false);
    expect(await isOver(left)).toBe(true);
  });

  it('is one time for all operations of a request, with one pair of listeners', () => {
    const { replied } = createReplies();
    const res = createResponse();
    const context = contextOf({ res });
    const all = Array.from({ length: 100 }, () => replied(Object.create(context)));
    expect(new Set(all).size).toBe(1);
    expect([res.listenerCount('finish'), res.listenerCount('close')]).toEqual([1, 1]);
  });

  it('is not told on a WebSocket', () => {
    const socket = { req: { socket: { remoteAddress: '192.0.2.1' } }, connectionParams: {} };
    expect(createReplies().replied(socket)).toBeUndefined();
    expect(departureOf(socket)).toBeUndefined();
  });

  it('costs nothing where nobody waits for it', async () => {
    const res = createResponse();
    const { auth } = createTestAuth();
    const context = contextOf({ res });
    const plugin = useEmailAuth(auth);
    const extendContext = () => {};
    await plugin.onContextBuilding?.({ context, extendContext } as never);
    await auth.context(context);
    expect(res.eventNames()).toEqual([]);
  });
});
