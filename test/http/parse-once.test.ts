import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import { afterEach, expect, it, vi } from 'vitest';
import EmailAuthPlugin, { type WithAuth } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { startHttpServer } from '../support/http-server.js';
import { createTestAuth } from '../support/service.js';

const loopback = '127.0.0.1';
const identity = 'ada@example.com';

const serve = async () => {
  const service = createTestAuth();
  const builder = new SchemaBuilder<WithAuth>({ plugins: [EmailAuthPlugin], emailAuth: service.auth });
  builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'hello' }) }) });
  const plugins = [useEmailAuth(service.auth)];
  const yoga = createYoga({ schema: builder.toSchema(), plugins, logging: false });
  return { ...service, http: await startHttpServer(yoga) };
};

// Whoever parses an address asks this first.
const asked = vi.spyOn(net, 'isIPv4');
syncBuiltinESMExports();
let stop = async () => {};
afterEach(async () => {
  await stop();
  asked.mockRestore();
  syncBuiltinESMExports();
});

it('the address of a caller is parsed once a request', async () => {
  const { http, auth, mailbox } = await serve();
  stop = http.stop;
  const parses: number[] = [];
  const ask = async (field: string) => {
    asked.mockClear();
    const { data } = await http.query(`mutation { answer: ${field} }`);
    parses.push(asked.mock.calls.filter(([address]) => address === loopback).length);
    return data.answer;
  };
  const { challenge } = await ask(`requestLoginCode(email: "${identity}") { challenge }`);
  await auth.close();
  const code = mailbox[0]?.code;
  const login = `login(email: "${identity}", code: "${code}", challenge: "${challenge}") { refreshToken }`;
  const { refreshToken } = await ask(login);
  expect(await ask(`refreshToken(token: "${refreshToken}") { expiresIn }`)).toEqual({ expiresIn: 300 });
  expect(parses).toEqual([1, 1, 1]);
});
