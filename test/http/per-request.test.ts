import SchemaBuilder from '@pothos/core';
import { GraphQLError } from 'graphql';
import { createYoga, type MaskError } from 'graphql-yoga';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import EmailAuthPlugin, { type EmailAuthOptions, type WithAuth } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { type GraphQLAnswer, startHttpServer } from '../support/http-server.js';
import { createTestAuth, noLimits } from '../support/service.js';

const serve = async (options: EmailAuthOptions, maskError?: MaskError) => {
  const test = createTestAuth(options);
  const builder = new SchemaBuilder<WithAuth>({ plugins: [EmailAuthPlugin], emailAuth: test.auth });
  builder.queryType({ fields: (t) => ({ me: t.string({ authenticated: true, resolve: () => 'me' }) }) });
  const schema = builder.toSchema();
  const yoga = createYoga({
    schema,
    batching: { limit: 10 },
    plugins: [useEmailAuth(test.auth)],
    logging: false,
    ...(maskError && { maskedErrors: { maskError } }),
  });
  return { ...test, http: await startHttpServer(yoga) };
};

const aliases = (count: number, prefix = 'a') =>
  `mutation { ${Array.from({ length: count }, (_, i) => `${prefix}${i}: login(email: "ada@example.com", code: "${String(i).padStart(6, '0')}") { expiresIn }`).join('\n')} }`;
const codesOf = (answers: readonly GraphQLAnswer[]) =>
  answers.flatMap(({ errors }) => errors ?? []).map(({ extensions }) => extensions.code);

describe('one HTTP request', () => {
  let server: Awaited<ReturnType<typeof serve>>;
  const compared = () => server.events.filter(({ type }) => type === 'login.failed').length;

  beforeAll(async () => {
    server = await serve({ limits: { ...noLimits, perRequest: { login: 1, requestLoginCode: 1 } } });
  });
  afterAll(() => server.http.stop());

  it('gets one login out of 1000 aliases', async () => {
    const before = compared();
    const answer = await server.http.query(aliases(1000));
    expect(answer.data).toBeNull();
    expect(compared() - before).toBe(1);
  });

  it('gets one login out of an array batch of 10 operations with 100 aliases each', async () => {
    const before = compared();
    const batch = Array.from({ length: 10 }, () => ({ query: aliases(100) }));
    const answers = (await (await server.http.post(batch)).json()) as GraphQLAnswer[];
    expect(answers).toHaveLength(10);
    expect(compared() - before).toBe(1);
    expect(codesOf(answers).filter((code) => code === 'INVALID_LOGIN_CODE')).toHaveLength(1);
  });

  it('gets one mail out of 1000 aliases and out of a batch', async () => {
    const { http, auth, mailbox } = server;
    const request = (name: string) => `${name}: requestLoginCode(email: "${name}@example.com") { expiresIn }`;
    const requests = (name: string) =>
      `mutation { ${Array.from({ length: 1000 }, (_, i) => request(`${name}${i}`)).join('\n')} }`;
    await http.query(requests('alone'));
    await http.post(Array.from({ length: 10 }, (_, i) => ({ query: requests(`batched${i}x`) })));
    await auth.close();
    expect(mailbox).toHaveLength(2);
  });

  it('gets another login with the next request', async () => {
    const before = compared();
    await server.http.query(aliases(1));
    await server.http.query(aliases(1));
    expect(compared() - before).toBe(2);
  });

  it('gets as many as it wants where the limit is off: the attack that the limit is for', async () => {
    const naive = await serve({ limits: noLimits });
    const batch = Array.from({ length: 10 }, (_, i) => ({ query: aliases(1, `b${i}`) }));
    await naive.http.post(batch);
    await naive.http.stop();
    expect(naive.events.filter(({ type }) => type === 'login.failed')).toHaveLength(10);
  });
});

describe('refusals over HTTP', () => {
  it('tell how long to wait, in the body and in the retry-after header, with status 200', async () => {
    const { http } = await serve({});
    const query = 'mutation { requestLoginCode(email: "ada@example.com") { expiresIn } }';
    await http.post({ query });
    const response = await http.post({ query });
    const { errors } = (await response.json()) as GraphQLAnswer;
    await http.stop();
    expect(response.status).toBe(200);
    expect(response.headers.get('retry-after')).toBe('60');
    expect(errors?.[0]?.extensions).toEqual({ code: 'TOO_MANY_REQUESTS', retryAfter: 60 });
  });

  it('set the status where httpStatus is on and the client takes GraphQL responses', async () => {
    const { http } = await serve({ httpStatus: true, messages: { UNAUTHENTICATED: 'Bitte anmelden.' } });
    const accept = { accept: 'application/graphql-response+json' };
    const refused = await http.post({ query: '{ me }' }, accept);
    const classic = await http.post({ query: '{ me }' });
    const { errors } = (await classic.json()) as GraphQLAnswer;
    await http.stop();
    expect([refused.status, classic.status]).toEqual([401, 200]);
    expect(errors?.[0]?.message).toBe('Bitte anmelden.');
    expect(errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED', reason: 'missing' });
  });

  it('keep their message where a GraphQLError is known by its name, as before Yoga 5.13.3 and in Envelop', async () => {
    const maskError: MaskError = (error, message) => {
      const { originalError } = error as GraphQLError;
      return originalError?.name === 'GraphQLError' ? (error as GraphQLError) : new GraphQLError(message);
    };
    const { http } = await serve({}, maskError);
    const queries = ['{ me }', 'mutation { login(email: "ada@example.com", code: "123456") { expiresIn } }'];
    const answers = await Promise.all(queries.map((query) => http.query(query)));
    await http.stop();
    expect(answers.map(({ errors }) => errors?.[0]?.message)).toEqual([
      'Please log in first.',
      'This code is wrong or has expired. Check it, or ask for a new one.',
    ]);
  });
});
