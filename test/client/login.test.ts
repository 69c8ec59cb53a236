import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuthClientError, type AuthState, createAuthClient } from '../../src/client/index.js';
import { useClientClock } from '../support/client-clock.js';
import { createStorage, startClientServer } from '../support/client-server.js';
import { wrongCode } from '../support/service.js';
import { catchUncaught } from '../support/uncaught.js';

useClientClock();
let server: Awaited<ReturnType<typeof startClientServer>>;
beforeAll(async () => {
  server = await startClientServer({ loginCode: { resendAfter: 60 } });
});
afterAll(() => server.stop());
beforeEach(() => {
  server.network.sent.length = 0;
  // The pause after the code of the test before.
  server.clock.advance(61);
});

const refusalOf = (outcome: Promise<unknown>) =>
  outcome.then(
    () => null,
    (error: unknown) => {
      expect(error).toBeInstanceOf(AuthClientError);
      return error as AuthClientError;
    },
  );

describe('a login', () => {
  it('goes from signedOut over codeSent to signedIn, and back', async () => {
    const seen: AuthState[] = [];
    const client = server.open({ onChange: (state) => seen.push(state) });
    expect(client.state).toEqual({ status: 'signedOut' });
    await client.requestCode('ada@example.com');
    expect(client.state).toEqual({
      ...{ status: 'codeSent', identity: 'ada@example.com', codeLength: 6, expiresIn: 300, resendAfter: 60 },
      requestedAt: Date.parse('2026-06-01T12:00:00Z'),
    });
    await client.login(await server.readCode());
    expect(client.state).toEqual({
      status: 'signedIn',
      claims: {
        ...{ sub: 'ada@example.com', email: 'ada@example.com', role: 'admin' },
        sid: expect.stringMatching(/^[\w-]{22}$/),
      },
    });
    expect(await server.ask(client, '{ me }')).toEqual({ data: { me: 'ada@example.com' } });
    await client.logout();
    expect(client.state).toEqual({ status: 'signedOut' });
    expect(await client.token()).toBeNull();
    expect(seen.map(({ status }) => status)).toEqual(['codeSent', 'signedIn', 'signedOut']);
    expect(server.events.at(-1)).toMatchObject({ type: 'session.ended' });
  });

  it('goes its way whatever a listener of the page throws, and tells the others', async () => {
    const mistake = new Error('a mistake of the page');
    const uncaught = catchUncaught(mistake);
    const seen: AuthState[] = [];
    const client = server.open({
      onChange: () => {
        throw mistake;
      },
    });
    client.subscribe(() => seen.push(client.state));
    await client.requestCode('ada@example.com');
    await client.login(await server.readCode());
    await client.logout();
    expect(seen.map(({ status }) => status)).toEqual(['codeSent', 'signedIn', 'signedOut']);
    expect(server.events.at(-1)).toMatchObject({ type: 'session.ended', reason: 'logout' });
    expect(uncaught).toEqual([mistake, mistake, mistake]);
  });

  it('refuses a wrong code in the words of the server, and waits for another try', async () => {
    const client = server.open();
    await client.requestCode('ada@example.com');
    const code = await server.readCode();
    expect(await refusalOf(client.login(wrongCode(code)))).toMatchObject({
      code: 'INVALID_LOGIN_CODE',
      message: expect.stringMatching(/ /),
    });
    expect(client.state.status).toBe('codeSent');
    await client.login(code);
    expect(client.state.status).toBe('signedIn');
  });

  it('says how long the pause is, where another code is asked for too early', async () => {
    const client = server.open();
    await client.requestCode('ada@example.com');
    expect(await refusalOf(client.requestCode('ada@example.com'))).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      retryAfter: 60,
    });
    expect(client.state.status).toBe('codeSent');
  });

  it('hands the challenge in again: the code that was mailed first works after a resend', async () => {
    const client = server.open();
    await client.requestCode('ada@example.com');
    const first = await server.readCode();
    server.clock.advance(60);
    await client.requestCode('ada@example.com');
    await server.readCode();
    expect(server.mailbox.at(-1)?.code).not.toBe(first);
    await client.login(first);
    expect(client.state.status).toBe('signedIn');
  });

  it('asks once where it is clicked twice', async () => {
    const client = server.open();
    await Promise.all([client.requestCode('ada@example.com'), client.requestCode('ada@example.com')]);
    const code = await server.readCode();
    await Promise.all([client.login(code), client.login(code)]);
    expect(server.network.sent).toEqual(['requestLoginCode', 'login']);
  });

  it('drops the answer to a request that was given up', async () => {
    const client = server.open();
    await client.requestCode('ada@example.com');
    const code = await server.readCode();
    server.network.trouble('login', 'hangs');
    const login = client.login(code);
    await vi.waitFor(() => expect(server.network.count('login')).toBe(1), { timeout: 20_000 });
    await client.logout();
    await expect(login).rejects.toMatchObject({ name: 'AbortError' });
    server.network.trouble('login', null);
    await new Promise((resolve) => setTimeout(resolve, 50));
    server.network.letGo();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(client.state).toEqual({ status: 'signedOut' });
  });

  it('says what to do where something comes too early', async () => {
    const client = server.open();
    await expect(client.login('123456')).rejects.toThrow('call requestCode() before login()');
    await server.logIn(client);
    await expect(client.requestCode('eve@example.com')).rejects.toThrow('call logout() before requestCode()');
    expect(() => createAuthClient({} as never)).toThrow(new TypeError('url must be the GraphQL endpoint'));
    expect(() => createAuthClient({ url: '/', transport: 'cookies' as never })).toThrow(
      "transport must be 'bearer' or 'cookie'",
    );
  });

  it('leaves errors of the network as they are', async () => {
    const client = server.open();
    server.network.trouble('requestLoginCode', 'offline');
    await expect(client.requestCode('ada@example.com')).rejects.toThrow(new TypeError('fetch failed'));
    server.network.trouble('requestLoginCode', null);
    expect(client.state).toEqual({ status: 'signedOut' });
  });

  it('takes the page of a broken proxy for an outage', async () => {
    const client = server.open({ fetch: async () => new Response('<h1>Bad Gateway</h1>', { status: 502 }) });
    expect(await refusalOf(client.requestCode('ada@example.com'))).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: 'The server did not answer the question (HTTP status 502).',
    });
  });
});

describe('a reload while a code is on its way', () => {
  it('keeps the address and the challenge', async () => {
    const storage = createStorage();
    await server.open({ storage }).requestCode('ada@example.com');
    const code = await server.readCode();
    const client = server.open({ storage });
    expect(client.state).toMatchObject({ status: 'codeSent', identity: 'ada@example.com', codeLength: 6 });
    // Nobody has used up the tries of the challenge.
    for (let i = 0; i < 5; i += 1)
      await server.post({
        query: `mutation { login(email: "ada@example.com", code: "${wrongCode(code)}") { expiresIn } }`,
      });
    await client.login(code);
    expect(client.state.status).toBe('signedIn');
  });

  it('may keep them in a storage of their own', async () => {
    const [storage, challengeStorage] = [createStorage(), createStorage()];
    await server.open({ storage, challengeStorage }).requestCode('ada@example.com');
    expect(server.open({ storage }).state.status).toBe('signedOut');
    expect(server.open({ storage, challengeStorage }).state.status).toBe('codeSent');
  });

  it.each([
    ['what is no JSON', '{'],
    ['what is no request', '{"receivedAt":1}'],
    ['a list', '[]'],
  ])('forgets %s', (_, text) => {
    const storage = createStorage(
      new Map([
        [`email-auth ${server.url}`, text],
        [`email-auth ${server.url} code`, text],
      ]),
    );
    expect(server.open({ storage }).state).toEqual({ status: 'signedOut' });
  });
});

describe('the state', () => {
  it('is the same object until something has changed, as useSyncExternalStore wants it', async () => {
    const client = server.open({ storage: createStorage() });
    const states = new Set([client.state, client.state]);
    await client.requestCode('ada@example.com');
    states.add(client.state).add(client.state);
    await client.login(await server.readCode());
    states.add(client.state);
    server.clock.advance(301);
    expect(await server.ask(client, '{ me }')).toEqual({ data: { me: 'ada@example.com' } });
    expect(server.network.count('refreshToken')).toBe(1);
    states.add(client.state);
    expect(states.size).toBe(3);
  });

  it('is told to everybody who listens, until they end it', async () => {
    const client = server.open();
    const told: string[] = [];
    const listener = () => void told.push(client.state.status);
    const ends = [client.subscribe(listener), client.subscribe(listener)];
    await client.requestCode('ada@example.com');
    ends[0]?.();
    ends[0]?.();
    await client.logout();
    ends[1]?.();
    server.clock.advance(61);
    await client.requestCode('ada@example.com');
    expect(told).toEqual(['codeSent', 'codeSent', 'signedOut']);
  });
});
