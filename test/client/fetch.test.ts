import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isRepeatable } from '../../src/client/repeatable.js';
import { useClientClock } from '../support/client-clock.js';
import { createStorage, startClientServer } from '../support/client-server.js';

const clientClock = useClientClock();
let server: Awaited<ReturnType<typeof startClientServer>>;
let paid = 0;
beforeAll(async () => {
  server = await startClientServer({ loginCode: { resendAfter: 0 } }, (builder) => {
    builder.mutationFields((t) => ({
      pay: t.int({ resolve: () => (paid += 1) }),
      spend: t.int({ authenticated: true, resolve: () => (paid += 1) }),
    }));
  });
});
afterAll(() => server.stop());
beforeEach(() => {
  server.network.sent.length = 0;
  paid = 0;
});

const me = { data: { me: 'ada@example.com' } };
const expired = { code: 'UNAUTHENTICATED', reason: 'expired' };

const signIn = async () => {
  const client = server.open({ storage: createStorage() });
  await server.logIn(client);
  server.network.sent.length = 0;
  return client;
};

/** The token has ended, and the client does not know. */
const signInLongAgo = async () => {
  const client = await signIn();
  server.clock.advance(301);
  return client;
};

describe('the fetch', () => {
  it('asks without a token where nobody is signed in, and refreshes nothing', async () => {
    const { data, errors } = await server.ask(server.open(), '{ hello me }');
    expect(data).toEqual({ hello: 'Hello, stranger!', me: null });
    expect(errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED', reason: 'missing' });
    expect(server.network.sent).toEqual(['other']);
  });

  it('refreshes nothing where its token does not arrive', async () => {
    const client = server.open({
      fetch: (input, init) =>
        server.network.fetch(input, { ...init, headers: { 'content-type': 'application/json' } }),
    });
    await server.logIn(client);
    const { errors } = await server.ask(client, '{ me }');
    expect(errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED', reason: 'missing' });
    expect(server.network.count('refreshToken')).toBe(0);
  });

  it('refreshes before a token ends', async () => {
    const client = await signIn();
    clientClock.pass(280);
    expect(await server.ask(client, '{ me }')).toEqual(me);
    expect(server.network.sent).toEqual(['refreshToken', 'other']);
  });

  it('refreshes after a refusal with status 200, and asks once more', async () => {
    const client = await signInLongAgo();
    expect(await server.ask(client, '{ hello me }')).toMatchObject(me);
    expect(server.network.sent).toEqual(['other', 'refreshToken', 'other']);
  });

  it('refreshes once for twenty requests whose token has ended', async () => {
    const client = await signInLongAgo();
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.ask(client, '{ me }')));
    expect(answers).toEqual(answers.map(() => me));
    expect(server.network.count('refreshToken')).toBe(1);
  });

  it('takes a Request as well', async () => {
    const client = await signInLongAgo();
    const request = new Request(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ me }"}',
    });
    expect(await (await client.fetch(request)).json()).toEqual(me);
  });

  it('asks once more after 401', async () => {
    const strict = await startClientServer({ httpStatus: true });
    const client = strict.open();
    await strict.logIn(client);
    strict.clock.advance(301);
    expect(await strict.ask(client, '{ me }')).toEqual(me);
    await strict.stop();
  });

  it('gives up after one more try', async () => {
    const client = await signIn();
    const refusal = { errors: [{ message: 'No.', extensions: expired }] };
    const sent: string[] = [];
    const stubborn = server.open({
      fetch: async (input, init) => {
        sent.push(new Headers(init?.headers).get('authorization') ?? '');
        return String(init?.body).includes('{ me }')
          ? Response.json(refusal)
          : server.network.fetch(input, init);
      },
    });
    await server.logIn(stubborn);
    sent.length = 0;
    expect(await server.ask(stubborn, '{ me }')).toEqual(refusal);
    expect(sent).toEqual([expect.stringMatching(/^Bearer ./), '', expect.stringMatching(/^Bearer ./)]);
    expect(sent[0]).not.toBe(sent[2]);
    expect(client.state.status).toBe('signedIn');
  });

  it('answers public fields during an outage, and calls a refusal what it is', async () => {
    const client = await signIn();
    clientClock.pass(301);
    server.clock.advance(301);
    server.network.trouble('refreshToken', 'offline');
    expect(await server.ask(client, '{ hello }')).toEqual({ data: { hello: 'Hello, stranger!' } });
    await expect(server.ask(client, '{ me }')).rejects.toThrow(new TypeError('fetch failed'));
    server.network.trouble('refreshToken', null);
    expect(client.state.status).toBe('signedIn');
    expect(await server.ask(client, '{ me }')).toEqual(me);
  });

  it('brings the token to no other origin', async () => {
    const client = await signIn();
    const seen: (string | null)[] = [];
    const network: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      seen.push(request.headers.get('authorization'));
      return Response.json({});
    };
    const storage = createStorage();
    const other = server.open({ storage, fetch: network });
    await server.logIn(server.open({ storage }));
    await other.fetch('https://elsewhere.example/graphql');
    await other.fetch(server.url.replace('http:', 'https:'));
    await other.fetch(new URL('/rest', server.url));
    expect(seen).toEqual([null, null, `Bearer ${other.peek()?.token}`]);
    expect(client.state.status).toBe('signedIn');
  });

  it('ends at once by an abort signal, also while it waits for a refresh', async () => {
    const client = await signIn();
    clientClock.pass(280);
    server.network.trouble('refreshToken', 'hangs');
    const controller = new AbortController();
    const answer = server.ask(client, '{ me }', { signal: controller.signal });
    setTimeout(() => controller.abort(), 10);
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    server.network.trouble('refreshToken', null);
    server.network.letGo();
    expect(await server.ask(client, '{ me }')).toEqual(me);
  });

  it.each(['application/x-ndjson', 'application/jsonl', 'application/json-seq'])(
    'hands on a stream that goes on: %s',
    async (type) => {
      const body = new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('{}')) });
      const client = server.open({
        storage: createStorage(),
        fetch: async (input, init) =>
          init?.body === 'stream'
            ? new Response(body, { headers: { 'content-type': type } })
            : server.network.fetch(input, init),
      });
      await server.logIn(client);
      const response = await client.fetch(server.url, { method: 'POST', body: 'stream' });
      expect((await response.body?.getReader().read())?.value).toEqual(Buffer.from('{}'));
    },
  );

  it('leaves a body that it does not understand for the caller', async () => {
    const client = server.open({
      storage: createStorage(),
      fetch: async (input, init) =>
        String(init?.body).startsWith('{"query":"mutation')
          ? server.network.fetch(input, init)
          : new Response('UNAUTHENTICATED'),
    });
    await server.logIn(client);
    const response = await client.fetch(server.url, { method: 'POST', body: '{}' });
    expect(await response.text()).toBe('UNAUTHENTICATED');
  });
});

describe('what may have been done', () => {
  it('is not done twice', async () => {
    const client = await signInLongAgo();
    const { data, errors } = await server.ask(client, 'mutation { pay spend }');
    expect({ data, paid }).toEqual({ data: { pay: 1, spend: null }, paid: 1 });
    expect(errors[0].extensions).toEqual(expired);
    // But the next time it works.
    expect(await server.ask(client, 'mutation { spend }')).toEqual({ data: { spend: 2 } });
    expect(server.network.count('refreshToken')).toBe(1);
  });

  it('is done where nothing was done at all', async () => {
    const client = await signInLongAgo();
    expect(await server.ask(client, 'mutation Pay { spent: spend }')).toEqual({ data: { spent: 1 } });
  });

  const atRoot = { errors: [{ path: ['a'], extensions: expired }] };
  const below = { data: { a: null }, errors: [{ path: ['a', 'b'], extensions: expired }] };
  it.each([
    ['a query', '{ a { b } c }', below, true],
    ['a query with a text', 'query { a(text: "a \\"mutation\\"") }', below, true],
    ['one field', 'mutation M($x: X = { y: 1 }) { a(x: $x, y: { z: ")" }) { b { c } d } }', atRoot, true],
    ['one field with a directive', 'mutation { a: b @client # { c }\n }', atRoot, true],
    ['one field that was done', 'mutation { a { b } }', below, false],
    ['two fields', 'mutation { a { b } c }', atRoot, false],
    ['a fragment', 'mutation { ...F } fragment F on Mutation { a b }', atRoot, false],
    ['two operations', 'mutation { a } mutation { b }', atRoot, false],
    ['a batch with a mutation', 'mutation { a }', [atRoot], false],
    ['what nobody can read', undefined, atRoot, false],
  ])('is looked up in the document: %s', (_, query, answer, expected) => {
    expect(isRepeatable(query, answer)).toBe(expected);
  });
});

describe('a batch', () => {
  const answerOf = (id: number, extensions?: object) =>
    extensions ? { errors: [{ message: `No ${id}`, path: ['me'], extensions }] } : { data: { me: id } };
  it.each([
    ['queries', ['{ hello }', '{ me }'], 2],
    ['a mutation', ['{ hello }', 'mutation { spend }'], 1],
  ])('of %s is repeated only where it has changed nothing', async (_, queries, times) => {
    let asked = 0;
    const client = server.open({
      fetch: async (input, init) => {
        if (!String(init?.body).startsWith('[')) return server.network.fetch(input, init);
        asked += 1;
        return Response.json([answerOf(1), asked === 1 ? answerOf(2, expired) : answerOf(2)]);
      },
    });
    await server.logIn(client);
    const body = JSON.stringify(queries.map((query) => ({ query })));
    await client.fetch(server.url, { method: 'POST', body });
    expect(asked).toBe(times);
  });
});
