import { createYoga } from 'graphql-yoga';
import { createLocalJWKSet, createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp } from '../../examples/basic.js';
import { type UseEmailAuthOptions, useEmailAuth } from '../../src/yoga/index.js';
import { createSigningKey, createTestAuth, signingKey } from '../support/service.js';
import { serveEndpoints } from '../support/token-endpoints.js';

const path = '/.well-known/jwks.json';

let stop = async () => {};
afterEach(() => stop());

const serve = async (...args: Parameters<typeof serveEndpoints>) => {
  const server = await serveEndpoints(...args);
  stop = server.stop;
  return server;
};

describe('the published keys', () => {
  it('let others verify access tokens, before and after the first key changes', async () => {
    const next = createSigningKey();
    const { get, logIn, clock } = await serve({}, { signingKey: [signingKey, next] });
    const keySet = createRemoteJWKSet(new URL(`https://login.example.com${path}`), {
      [customFetch]: () => get(path),
    });
    const { accessToken } = await logIn('ada@example.com');
    const rotated = createTestAuth({ signingKey: [next, signingKey] });
    const later = await rotated.logIn('ada@example.com');
    for (const token of [accessToken, later.accessToken]) {
      const { payload } = await jwtVerify(token, keySet, { typ: 'at+jwt', currentDate: new Date(clock()) });
      expect(payload.sub).toBe('ada@example.com');
    }
  });

  it('are public halves, and may be kept for five minutes', async () => {
    const { get, auth } = await serve();
    const answer = await get(path);
    const { keys } = (await answer.json()) as { keys: object[] };
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/jwk-set+json');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    expect(keys).toEqual((await auth.jwks()).keys);
    expect(keys).toHaveLength(1);
    const secret = ['d', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth'];
    expect(Object.keys(keys[0] ?? {}).filter((name) => secret.includes(name))).toEqual([]);
    expect(() => createLocalJWKSet({ keys } as never)).not.toThrow();
  });

  it('are not sent again to whoever has them', async () => {
    const { get } = await serve();
    const first = await get(path);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(path, { headers: { 'if-none-match': known } });
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect(again.headers.get('etag')).toBe(etag);
      expect(again.headers.get('cache-control')).toBe('public, max-age=300');
    }
    for (const other of ['"other"', etag.slice(1, -1), '']) {
      expect((await get(path, { headers: { 'if-none-match': other } })).status).toBe(200);
    }
  });

  it('have the headers of GET for HEAD, and take no other method', async () => {
    const { get } = await serve();
    const head = await get(path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('etag')).toBe((await get(path)).headers.get('etag'));
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const answer = await get(path, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    }
  });

  it('are for pages of every origin, without credentials', async () => {
    const { get } = await serve();
    const { headers } = await get(path, { headers: { origin: 'https://shop.example' } });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('stand under their path and nowhere else', async () => {
    const { get } = await serve();
    const others = [
      ...['/graphql/.well-known/jwks.json', '/.well-known/jwks.json/', '/.well-known/JWKS.json'],
      ...['//.well-known/jwks.json', '/.well-known%2Fjwks.json', '/.well-known/jwks.json.txt'],
      ...['/x?/.well-known/jwks.json', '/.well-known/jwks.json;x', '/.well-known/openid-configuration'],
    ];
    for (const other of others) {
      const answer = await get(other, { headers: { accept: 'application/json' } });
      expect([other, answer.status]).toEqual([other, 404]);
    }
  });
});

describe('the option jwks', () => {
  const yogaWith = (options: UseEmailAuthOptions, yoga: object = {}) => {
    const { auth, schema } = createApp({ signingKey, delivery: async () => {} });
    return createYoga({ schema, plugins: [useEmailAuth(auth, options)], logging: false, ...yoga });
  };
  const statusAt = async (yoga: ReturnType<typeof yogaWith>, at: string, method = 'GET') =>
    (await yoga.fetch(`http://server${at}`, { method })).status;

  it('says where they stand, or that they stand nowhere', async () => {
    const elsewhere = yogaWith({ jwks: '/auth/keys' });
    expect([await statusAt(elsewhere, '/auth/keys'), await statusAt(elsewhere, path)]).toEqual([200, 404]);
    const { auth, schema } = createApp({ signingKey, jwt: { issuer: 'https://a.example' } });
    const nowhere = createYoga({ schema, plugins: [useEmailAuth(auth, { jwks: false })], logging: false });
    for (const gone of [path, '/.well-known/oauth-authorization-server']) {
      expect(await statusAt(nowhere, gone)).toBe(404);
    }
  });

  it('answers preflights where Yoga has been told not to', async () => {
    const yoga = yogaWith({}, { cors: false });
    const headers = { origin: 'https://shop.example', 'access-control-request-headers': 'if-none-match' };
    const answer = await yoga.fetch(`http://server${path}`, { method: 'OPTIONS', headers });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-headers')).toBe('*');
  });

  it('refuses what is no path, and the path of something else', () => {
    const wrong = [
      '',
      'keys',
      'https://a.example/keys',
      '/keys?x',
      '/a/../keys',
      '/keys/',
      '//keys',
      '/%6beys',
      true,
    ];
    for (const jwks of wrong)
      expect(() => yogaWith({ jwks } as never)).toThrow(/^jwks must be a path such as/);
    expect(() => yogaWith({ jwks: '/graphql' })).toThrow(
      'The path /graphql must be that of one endpoint alone',
    );
    expect(() => yogaWith({ jwks: '/keys' }, { graphqlEndpoint: '/keys' })).toThrow('/keys');
  });

  it('is an outage where the keys cannot be loaded, and says no more', async () => {
    const { auth, schema } = createApp({ signingKey, delivery: async () => {} });
    const failing = { ...auth, jwks: () => Promise.reject(new Error(signingKey)) };
    const yoga = createYoga({ schema, plugins: [useEmailAuth(failing)], logging: false });
    const answer = await yoga.fetch(`http://server${path}`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ error: 'temporarily_unavailable' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('retry-after')).toBe('1');
  });
});
