import { GraphQLDeferDirective, GraphQLStreamDirective } from '@graphql-tools/utils';
import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import { GraphQLSchema, versionInfo } from 'graphql';
import { createYoga } from 'graphql-yoga';
import Keyv from 'keyv';
import { afterEach, describe, expect, it } from 'vitest';
import EmailAuthPlugin, {
  type EmailAuthOptions,
  NotAuthenticatedError,
  ServiceUnavailableError,
  type WithAuth,
} from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { makeFaulty } from '../support/faulty-cache.js';
import { startHttpServer } from '../support/http-server.js';
import { createTestAuth, noLimits } from '../support/service.js';

const identity = 'ada@example.com';
const other = 'grace@example.com';

let stop = async () => {};
afterEach(() => stop());

const serve = async (options: EmailAuthOptions = {}) => {
  const service = createTestAuth(options);
  const builder = new SchemaBuilder<WithAuth<{ DefaultFieldNullability: true }>>({
    plugins: [ErrorsPlugin, EmailAuthPlugin],
    emailAuth: service.auth,
  });
  builder.objectType(NotAuthenticatedError, {
    name: 'NotAuthenticated',
    fields: (t) => ({ reason: t.exposeString('reason') }),
  });
  builder.objectType(ServiceUnavailableError, {
    name: 'Unavailable',
    fields: (t) => ({ retryAfter: t.exposeInt('retryAfter') }),
  });
  const types = [NotAuthenticatedError, ServiceUnavailableError];
  builder.queryType({
    fields: (t) => ({
      hello: t.string({ resolve: () => 'Hello!' }),
      me: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.email }),
      wished: t.string({ authenticated: true, errors: { types }, resolve: () => 'secret' }),
      admin: t.string({ authenticated: true, allow: () => false, resolve: () => 'secret' }),
    }),
  });
  const config = builder.toSchema().toConfig();
  const directives = [...config.directives, GraphQLDeferDirective, GraphQLStreamDirective];
  const yoga = createYoga({
    schema: new GraphQLSchema({ ...config, directives }),
    plugins: [useEmailAuth(service.auth)],
    batching: true,
    logging: false,
  });
  const http = await startHttpServer(yoga);
  stop = http.stop;
  const ask = async (query: string, headers: Record<string, string> = {}) => {
    const answer = await http.post({ query }, headers);
    await answer.text();
    return answer.headers;
  };
  return { ...service, http, ask };
};

const requestCode = (email: string) => `mutation { requestLoginCode(email: "${email}") { expiresIn } }`;
const refresh = (token: string) => `refreshToken(token: "${token}") { accessToken refreshToken }`;

describe('an answer about a login', () => {
  it('is kept by nobody, whether it has tokens, refuses, or only begins', async () => {
    const { ask, logIn } = await serve({ limits: noLimits });
    const { refreshToken } = await logIn(identity);
    const queries = [
      `mutation { ${refresh(refreshToken)} }`,
      `mutation { ${refresh('nonsense')} }`,
      'mutation { login(email: "ada@example.com", code: "000000") { accessToken } }',
      requestCode(other),
    ];
    for (const query of queries) expect((await ask(query)).get('cache-control')).toBe('no-store');
    expect((await ask('{ hello }')).get('cache-control')).toBeNull();
  });

  it('is kept by nobody in a batch, as events, and in parts that come later', async () => {
    const { http, logIn } = await serve({ limits: noLimits });
    const { refreshToken } = await logIn(identity);
    const mutation = { query: `mutation { ${refresh(refreshToken)} }` };
    // graphql 17 refuses `@defer` around a mutation.
    const inside = `refreshToken(token: "${refreshToken}") { ... @defer { accessToken } }`;
    const around = `... @defer { ${refresh(refreshToken)} }`;
    const deferred = { query: `mutation { ${versionInfo.major > 16 ? inside : around} }` };
    const answers = [
      await http.post([{ query: '{ hello }' }, mutation]),
      await http.post(mutation, { accept: 'text/event-stream' }),
      await http.post(deferred, { accept: 'multipart/mixed' }),
    ];
    for (const answer of answers) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.text()).toContain('"accessToken":"ey');
    }
  });
});

describe('retry-after', () => {
  it('is that of the operation of a batch that has to wait longest', async () => {
    const { http, ask, clock } = await serve({ limits: { perRequest: false } });
    await ask(requestCode(identity));
    clock.advance(20);
    await ask(requestCode(other));
    const batch = async (...emails: string[]) =>
      (await http.post(emails.map((email) => ({ query: requestCode(email) })))).headers.get('retry-after');
    expect(await batch(identity)).toBe('40');
    expect(await batch(identity, other)).toBe('60');
    expect(await batch(other, identity)).toBe('60');
    expect(await batch('eve@example.com')).toBeNull();
  });

  it('comes where the refusal is a member of a union', async () => {
    const { cache, begin } = makeFaulty(new Keyv());
    const { ask, logIn } = await serve({ cache });
    const { accessToken } = await logIn(identity);
    begin('fails');
    const headers = await ask('{ wished { ... on Unavailable { retryAfter } } }', {
      authorization: `Bearer ${accessToken}`,
    });
    expect(headers.get('retry-after')).toBe('1');
    expect(headers.get('www-authenticate')).toBeNull();
  });
});

describe('www-authenticate', () => {
  const missing = 'Bearer realm="graphql"';
  const invalid = 'Bearer realm="graphql", error="invalid_token"';

  it('names an error only where a token was sent', async () => {
    const { ask, logIn, clock } = await serve();
    const { accessToken } = await logIn(identity);
    const challengeFor = async (query: string, authorization?: string) =>
      (await ask(query, authorization ? { authorization } : {})).get('www-authenticate');
    expect(await challengeFor('{ me }')).toBe(missing);
    expect(await challengeFor('{ me }', 'Bearer nonsense')).toBe(invalid);
    expect(await challengeFor('{ wished { __typename } }')).toBe(missing);
    expect(await challengeFor('{ me }', `Bearer ${accessToken}`)).toBeNull();
    // Anybody may ask for this, so the token does not matter.
    expect(await challengeFor('{ hello }', 'Bearer nonsense')).toBeNull();
    expect(await challengeFor('{ admin }', `Bearer ${accessToken}`)).toBe(
      'Bearer realm="graphql", error="insufficient_scope"',
    );
    clock.advance(300);
    expect(await challengeFor('{ me }', `Bearer ${accessToken}`)).toBe(invalid);
  });

  it('comes in batches, and with every 401', async () => {
    const { http } = await serve({ httpStatus: true });
    const batch = await http.post([{ query: '{ hello }' }, { query: '{ me }' }]);
    expect([batch.status, batch.headers.get('www-authenticate')]).toEqual([200, missing]);
    const accept = { accept: 'application/graphql-response+json' };
    for (const query of [`mutation { ${refresh('x')} }`, '{ me }']) {
      const answer = await http.post({ query }, accept);
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, missing]);
    }
    const hello = await http.post({ query: '{ hello }' }, accept);
    expect([hello.status, hello.headers.get('www-authenticate')]).toEqual([200, null]);
  });
});
