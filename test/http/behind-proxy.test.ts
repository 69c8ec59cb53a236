import { createYoga } from 'graphql-yoga';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../examples/basic.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { startHttpServer } from '../support/http-server.js';
import { signingKey } from '../support/service.js';

const login = 'mutation { login(email: "ada@example.com", code: "000000") { expiresIn } }';

describe('a server behind a proxy on the same machine', () => {
  let http: Awaited<ReturnType<typeof startHttpServer>>;
  beforeAll(async () => {
    const { auth, schema } = createApp({ signingKey, delivery: async () => {} });
    const plugins = [useEmailAuth(auth, { proxy: { trust: ['loopback'] } })];
    http = await startHttpServer(createYoga({ schema, plugins, logging: false }));
  });
  afterAll(() => http.stop());

  const failFrom = async (forwarded: string) => {
    const { errors } = await http.query(login, {}, { 'x-forwarded-for': forwarded });
    return errors?.[0]?.extensions.code;
  };

  it('blocks the caller that the proxy names, whatever the caller claims to be, and nobody else', async () => {
    for (let i = 0; i < 10; i += 1) {
      expect(await failFrom(`192.0.2.${i}, 198.51.100.1`)).toBe('INVALID_LOGIN_CODE');
    }
    expect(await failFrom('192.0.2.99, 198.51.100.1')).toBe('TOO_MANY_REQUESTS');
    expect(await failFrom('198.51.100.1, 203.0.113.5')).toBe('INVALID_LOGIN_CODE');
  });
});
