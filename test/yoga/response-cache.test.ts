import { parse } from 'graphql';
import { createSchema, createYoga, type Plugin } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { responseCacheSession, useEmailAuth } from '../../src/yoga/index.js';
import { createSigningKey, createTestAuth } from '../support/service.js';
import { ada, eve, serveCached } from './cached-server.js';

const refused = (reason: string) => ({
  data: { me: null },
  errors: [{ extensions: { code: 'UNAUTHENTICATED', reason } }],
});

describe('a response cache without a session', () => {
  it('serves one caller’s answer to everybody', async () => {
    const { ask, logIn } = serveCached(() => null);
    const { accessToken } = await logIn(ada);
    await ask('{ me }', accessToken);
    expect(await ask('{ me }')).toEqual({ data: { me: ada } });
    expect(await ask('{ me }', (await logIn(eve)).accessToken)).toEqual({ data: { me: ada } });
  });
});

describe('a response cache with responseCacheSession', () => {
  it('serves each caller her own answers, each made once', async () => {
    const { ask, logIn, ran } = serveCached();
    const [first, second] = [await logIn(ada), await logIn(eve)];
    for (let i = 0; i < 3; i += 1) {
      expect(await ask('{ hello me }', first.accessToken)).toEqual({
        data: { hello: `Hello, ${ada}!`, me: ada },
      });
      expect(await ask('{ hello me }', second.accessToken)).toEqual({
        data: { hello: `Hello, ${eve}!`, me: eve },
      });
      expect(await ask('{ hello }')).toEqual({ data: { hello: 'Hello, stranger!' } });
    }
    expect(ran.sort()).toEqual([ada, ada, eve, eve, 'stranger']);
    expect(await ask('{ me }')).toMatchObject(refused('missing'));
  });

  it.each<[string, string, (server: ReturnType<typeof serveCached>, refreshToken: string) => unknown]>([
    ['logout', 'revoked', ({ ask }, token) => ask(`mutation { logout(token: "${token}") }`)],
    ['logoutEverywhere', 'revoked', ({ auth }) => auth.logoutEverywhere(ada)],
    ['expiry', 'expired', ({ clock }) => clock.advance(300)],
  ])('serves nothing of a caller’s after %s', async (_, reason, end) => {
    const server = serveCached();
    const { accessToken, refreshToken } = await server.logIn(ada);
    expect(await server.ask('{ me }', accessToken)).toEqual({ data: { me: ada } });
    await end(server, refreshToken);
    expect(await server.ask('{ me }', accessToken)).toMatchObject(refused(reason));
    expect(await server.ask('{ hello }', accessToken)).toEqual({ data: { hello: 'Hello, stranger!' } });
  });

  it.each([
    ['garbage', 'Bearer garbage', 'malformed'],
    ['another scheme', 'Basic YTpi', 'malformed'],
    ['nothing', '', 'missing'],
  ])('serves nothing of a caller’s to %s', async (_, authorization, reason) => {
    const { ask, post, logIn } = serveCached();
    await ask('{ me }', (await logIn(ada)).accessToken);
    expect(await post({ query: '{ me }' }, authorization)).toMatchObject(refused(reason));
  });

  it('serves nothing of a caller’s to a token of another service', async () => {
    const { ask, logIn } = serveCached();
    const { accessToken } = await logIn(ada);
    await ask('{ me }', accessToken);
    const other = createTestAuth({ signingKey: createSigningKey() });
    expect(await ask('{ me }', (await other.logIn(ada)).accessToken)).toMatchObject(refused('invalid'));
  });

  it('neither serves nor keeps anything of a caller’s while the cache of the sessions is away', async () => {
    const { ask, logIn, watched, kept } = serveCached();
    const { accessToken } = await logIn(ada);
    await ask('{ me }', accessToken);
    await ask('{ hello }');
    const before = kept.length;
    watched.away = true;
    expect(await ask('{ me }', accessToken)).toMatchObject({
      data: { me: null },
      errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
    expect(kept).toHaveLength(before);
    expect(await ask('{ hello }', accessToken)).toEqual({ data: { hello: 'Hello, stranger!' } });
    expect(await ask('{ hello }')).toEqual({ data: { hello: 'Hello, stranger!' } });
    watched.away = false;
    expect(await ask('{ me hello }', accessToken)).toEqual({ data: { me: ada, hello: `Hello, ${ada}!` } });
  });

  it('keeps refusals apart that a field answers as data', async () => {
    const query =
      '{ asData { __typename ... on NotAuthenticated { reason } ... on QueryAsDataSuccess { data } } }';
    const { ask, logIn, watched, clock } = serveCached();
    const answer = async (token?: string) => Object.values((await ask(query, token)).data.asData).join(' ');
    const { accessToken } = await logIn(ada);
    expect(await answer()).toBe('NotAuthenticated missing');
    watched.away = true;
    expect(await answer(accessToken)).toBe('Unavailable');
    watched.away = false;
    expect(await answer()).toBe('NotAuthenticated missing');
    expect(await answer(accessToken)).toBe(`QueryAsDataSuccess ${ada}`);
    clock.advance(300);
    expect(await answer(accessToken)).toBe('NotAuthenticated expired');
    expect(await answer()).toBe('NotAuthenticated missing');
  });

  it('answers from the claims of the token that is sent, when a refresh has changed them', async () => {
    let role = 'user';
    const { ask, auth, logIn } = serveCached(undefined, { claims: () => ({ role }) });
    const first = await logIn(ada);
    expect(await ask('{ role }', first.accessToken)).toEqual({ data: { role: 'user' } });
    role = 'admin';
    const second = await auth.refresh(first.refreshToken, { ip: null });
    expect(await ask('{ role }', second.accessToken)).toEqual({ data: { role: 'admin' } });
    expect(await ask('{ role }', second.accessToken)).toEqual({ data: { role: 'admin' } });
  });

  it('asks about the session once a request, for a batch too', async () => {
    const { ask, post, logIn, watched, ran } = serveCached();
    const { accessToken } = await logIn(ada);
    await ask('{ me }', accessToken);
    ran.length = 0;
    watched.reads = 0;
    await ask('{ me }', accessToken);
    const once = watched.reads;
    expect(once).toBeGreaterThan(0);
    watched.reads = 0;
    const batch = [{ query: '{ me }' }, { query: '{ role }' }];
    expect(await post(batch, `Bearer ${accessToken}`)).toEqual([
      { data: { me: ada } },
      { data: { role: 'user' } },
    ]);
    expect(watched.reads).toBe(once);
    expect(ran).toEqual(['user']);
  });

  it('keeps no token, and no answer of a mutation', async () => {
    const { ask, kept, mailbox, auth, logIn } = serveCached();
    const { accessToken } = await logIn(ada);
    const request = `mutation { requestLoginCode(email: "${eve}") { challenge } }`;
    const { challenge } = (await ask(request)).data.requestLoginCode;
    await auth.close();
    const code = mailbox.at(-1)?.code ?? '';
    const login = `mutation { login(email: "${eve}", code: "${code}", challenge: "${challenge}") { accessToken } }`;
    expect((await ask(login)).data.login.accessToken).toBeTypeOf('string');
    expect(await ask(login)).toMatchObject({ errors: [{ extensions: { code: 'INVALID_LOGIN_CODE' } }] });
    await ask('{ me hello }', accessToken);
    await ask('{ hello }');
    expect(kept).toHaveLength(2);
    for (const part of accessToken.split('.')) expect(kept.join()).not.toContain(part);
    expect(kept.join()).not.toMatch(/@/);
  });

  it.each(['application/json', 'text/event-stream', 'multipart/mixed'])(
    'answers no caller by GET with anything that a browser keeps: %s',
    async (accept) => {
      const { yoga, logIn } = serveCached(undefined, {}, { buildResponseCacheKey: undefined });
      const { accessToken } = await logIn(ada);
      const get = (headers: Record<string, string>) =>
        yoga.fetch('http://server/graphql?query={hello}', { headers: { accept, ...headers } });
      for (const headers of [{}, { authorization: `Bearer ${accessToken}` }]) {
        for (let i = 0; i < 2; i += 1) {
          const answer = await get(headers);
          expect(answer.headers.get('cache-control')).toBe('private, no-store');
          expect(answer.headers.get('vary')).toBe('Authorization');
          const again = await get({ ...headers, 'if-none-match': answer.headers.get('etag') ?? '' });
          expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'private, no-store']);
        }
      }
    },
  );

  it.each([
    ['no-cache', 'private, no-store'],
    ['public', 'private, no-store'],
    ['public, max-age=0, must-revalidate', 'private, no-store'],
    ['public, max-age=60', 'public, max-age=60'],
    ['S-MAXAGE=5', 'S-MAXAGE=5'],
  ])(
    'leaves it to the host how long an answer is kept, and to nobody whether it is asked for: %s',
    async (said, sent) => {
      const { auth } = serveCached();
      const yoga = createYoga({
        schema: createSchema({ typeDefs: 'type Query { hello: String }' }),
        plugins: [
          { onResponse: ({ response }) => response.headers.set('cache-control', said) } satisfies Plugin,
          useEmailAuth(auth, { ip: () => null }),
        ],
        logging: false,
      });
      const answer = await yoga.fetch('http://server/graphql?query={hello}');
      expect(answer.headers.get('cache-control')).toBe(sent);
    },
  );

  it('leaves a WebSocket alone, where it is told to', async () => {
    const { yoga, logIn } = serveCached(undefined, {}, { enabled: Boolean });
    const { accessToken } = await logIn(ada);
    const { schema, execute, contextFactory } = yoga.getEnveloped({
      connectionParams: { token: accessToken },
    });
    const contextValue = await contextFactory();
    for (let i = 0; i < 2; i += 1) {
      expect(await execute({ schema, document: parse('{ me }'), contextValue })).toMatchObject({
        data: { me: ada },
      });
    }
  });

  it('finds the state under the name that the schema has chosen', async () => {
    const { auth, logIn } = createTestAuth();
    auth.forPlugins.contextKey.choose('viewer');
    const { accessToken } = await logIn(ada);
    const request = new Request('http://server/graphql', {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(await responseCacheSession(auth)(request)).toMatch(/^valid:[\w-]{43}$/);
    expect(await responseCacheSession(auth)(new Request('http://server/graphql'))).toBeNull();
  });

  it.each([[undefined], [null], [{}]])('refuses what is no service: %j', (auth) => {
    expect(() => responseCacheSession(auth as never)).toThrow(
      new TypeError('auth must be the service that createEmailAuth makes'),
    );
  });
});
