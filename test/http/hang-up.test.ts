import { once } from 'node:events';
import { connect } from 'node:net';
import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import { expect, it } from 'vitest';
import EmailAuthPlugin, { type WithAuth } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { startHttpServer } from '../support/http-server.js';
import { createTestAuth } from '../support/service.js';

const login = JSON.stringify({
  query: 'mutation { login(email: "ada@example.com", code: "1") { expiresIn } }',
});
const post = [
  'POST /graphql HTTP/1.1',
  'Host: server',
  'Content-Type: application/json',
  `Content-Length: ${login.length}`,
].join('\r\n');

it('does not shed the address of a caller: who resets each connection at once has the limits of one', async () => {
  const { auth, events } = createTestAuth();
  const builder = new SchemaBuilder<WithAuth>({ plugins: [EmailAuthPlugin], emailAuth: auth });
  builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
  const plugins = [useEmailAuth(auth)];
  const http = await startHttpServer(createYoga({ schema: builder.toSchema(), plugins, logging: false }));
  const { port } = new URL(http.url);
  for (let i = 0; i < 30; i += 1) {
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`${post}\r\n\r\n${login}`, () => socket.resetAndDestroy());
    await once(socket, 'close');
  }
  const told = () => events.filter(({ type }) => type === 'login.failed' || type === 'limit.reached');
  await expect.poll(() => told().length, { timeout: 20_000 }).toBeGreaterThan(20);
  await http.stop();
  // Some may be read before the reset: those have the address that they came from.
  expect(new Set(told().map(({ ip }) => ip)).has(null)).toBe(false);
  expect(told().filter(({ type }) => type === 'login.failed').length).toBeLessThanOrEqual(20);
});
