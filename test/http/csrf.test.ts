import { createYoga } from 'graphql-yoga';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../examples/basic.js';
import type { AuthEvent } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { startHttpServer } from '../support/http-server.js';
import { signingKey } from '../support/service.js';

const query = 'mutation { login(email: "ada@example.com", code: "000000") { expiresIn } }';
const multipart = () => {
  const form = new FormData();
  form.set('operations', JSON.stringify({ query }));
  form.set('map', '{}');
  return form;
};

/** What a page may send anywhere without a preflight: the body decides the type (Fetch, "CORS-safelisted"). */
const bodies: readonly [string, () => RequestInit][] = [
  ['form-encoded', () => ({ body: new URLSearchParams({ query }) })],
  ['multipart', () => ({ body: multipart() })],
  ['text/plain', () => ({ body: JSON.stringify({ query }) })],
  ['without a type', () => ({ body: new Blob([JSON.stringify({ query })]) })],
  [
    'text/plain that wants to be JSON',
    () => ({ body: JSON.stringify({ query }), headers: { 'content-type': 'text/plain; application/json' } }),
  ],
];

describe.each(['plain Yoga', 'examples/basic.ts'])('a page of somebody else, with %s', (kind) => {
  const isPlain = kind === 'plain Yoga';
  let http: Awaited<ReturnType<typeof startHttpServer>>;
  let events: AuthEvent[];
  beforeEach(async () => {
    events = [];
    const { auth, schema, yoga } = createApp({
      signingKey,
      delivery: async () => {},
      onEvent: (event) => events.push(event),
    });
    const plain = createYoga({ schema, plugins: [useEmailAuth(auth)], logging: false });
    http = await startHttpServer(isPlain ? plain : yoga);
  });
  afterEach(() => http.stop());

  const send = ({ headers, ...init }: RequestInit) =>
    fetch(http.url, { method: 'POST', ...init, headers: { ...headers, origin: 'https://evil.test' } });
  const code = async (headers: Record<string, string> = {}) =>
    (await http.query(query, {}, headers)).errors?.[0]?.extensions.code;

  it.each(bodies)('sends ten wrong codes from its visitor’s browser: %s', async (name, bodyOf) => {
    const statuses = new Set<number>();
    for (let i = 0; i < 10; i += 1) statuses.add((await send(bodyOf())).status);
    // Yoga itself knows no parser for the others.
    const gotThrough = isPlain && (name === 'form-encoded' || name === 'multipart');
    const failures = events.filter(({ type }) => type === 'login.failed');
    expect(failures).toHaveLength(gotThrough ? 10 : 0);
    expect([...statuses]).toEqual([gotThrough ? 200 : isPlain ? 415 : 403]);
    expect(await code()).toBe(gotThrough ? 'TOO_MANY_REQUESTS' : 'INVALID_LOGIN_CODE');
  });

  const preflight = async (origin: string) => {
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type, x-graphql-yoga-csrf',
    };
    const response = await fetch(http.url, { method: 'OPTIONS', headers });
    return response.headers.get('access-control-allow-origin');
  };

  it.each(['https://evil.test', 'null', 'https://app.example.com.evil.test', 'http://app.example.com'])(
    'asks whether it may send JSON: %s',
    async (origin) => {
      expect(await preflight(origin)).toBe(isPlain ? origin : null);
    },
  );

  it('is not one’s own page, which may', async () => {
    const origin = 'https://app.example.com';
    expect(await preflight(origin)).toBe(origin);
    expect(await code({ origin })).toBe('INVALID_LOGIN_CODE');
  });

  it('leaves GraphiQL, GET with the header, and clients that send JSON alone', async () => {
    const page = await fetch(http.url, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>Yoga GraphiQL</title>');
    const url = `${http.url}?query=${encodeURIComponent('{ hello }')}`;
    const get = await fetch(url, { headers: { 'x-graphql-yoga-csrf': '1' } });
    expect(await get.json()).toEqual({ data: { hello: 'Hello, stranger!' } });
    expect(await http.query('{ hello }', {}, { origin: new URL(http.url).origin })).toEqual({
      data: { hello: 'Hello, stranger!' },
    });
  });
});
