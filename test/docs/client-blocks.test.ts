import type { ApolloClient } from '@apollo/client/core';
import { gql } from '@apollo/client/core';
import type { Client as UrqlClient } from '@urql/core';
import type { Client as SocketClient } from 'graphql-ws';
import { afterEach, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import type { AuthClient } from '../../src/client/index.js';
import { startMailbox } from '../hosts/mailbox.js';
import { runHostBlock } from '../hosts/run-host-block.js';
import { useCleanUps } from '../support/clean-ups.js';
import { createStorage } from '../support/client-server.js';
import { signingKey, wrongCode } from '../support/service.js';
import { clientModule } from './modules.js';
import { blockOf } from './pages.js';
import { startReadmeApp } from './readme-app.js';
import type { Replacements } from './run-among.js';
import { runBlock } from './run-block.js';
import { standInFor } from './stand-in.js';

const { afterwards, later } = useCleanUps();
const email = 'ada@example.com';
const origin = 'https://api.example.com';
/** What pages import as `./client.js`, before it asks for a code. */
const client = { 'client.ts': clientModule.split('\nawait ')[0] ?? '' };
const exportsClient = { "from './client.js'": "from './client.js';\nexport { client }" };

afterEach(() => vi.restoreAllMocks());

/** The README's server behind the address of the page. */
const open = async (replacements: Replacements = {}) => {
  const app = later(await startReadmeApp(replacements), ({ stop }) => stop());
  vi.stubGlobal('localStorage', createStorage());
  const sent = standInFor(origin, app.url);
  return { ...app, sent };
};

describe('docs/client.md', () => {
  const run = async (change: (code: string) => string) => {
    const app = await open();
    const mailed = app.mail.nextCode().then(change);
    vi.stubGlobal('mailed', mailed);
    const info = vi.spyOn(console, 'info').mockImplementation(() => {});
    const replacements = {
      "'123456'": 'await mailed',
      '// client.state.status is now': 'const requested = client.state; //',
      'try {': 'export const states = [requested];\ntry {',
      "; // as the user typed it; now 'signedIn'": '; states.push(client.state);',
      'await client.fetch(': 'export const answer = await client.fetch(',
    };
    const block = await runBlock<{ client: AuthClient; states: { status: string }[]; answer: Response }>(
      'docs/client.md',
      'export const client',
      replacements,
    );
    return { ...block, ...app, body: await block.answer.json(), info };
  };

  it('goes from a code to a signed-in user, and back', async () => {
    const { states, body, client, sent } = await run((code) => code);
    expect(states).toMatchObject([
      { status: 'codeSent', identity: email, codeLength: 6 },
      { status: 'signedIn', claims: { role: 'admin' } },
    ]);
    expect(body).toEqual({ data: { me: email } });
    expect(sent.filter((headers) => headers.has('authorization'))).toHaveLength(1);
    expect(client.state.status).toBe('signedOut');
  });

  it('says in a sentence that the code was wrong', async () => {
    const { states, body, info } = await run(wrongCode);
    expect(states).toMatchObject([{ status: 'codeSent' }]);
    expect(info.mock.calls).toEqual([['INVALID_LOGIN_CODE', expect.stringMatching(/^[A-Z].*code.*\.$/)]]);
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  const connect = async (replacements: Replacements = {}) => {
    const app = await open();
    const adapters = await runBlock<{ apollo: ApolloClient; urql: UrqlClient; client: AuthClient }>(
      'docs/client.md',
      'createAuthLink(client)',
      { ...exportsClient, ...replacements },
      client,
    );
    const mailed = app.mail.nextCode();
    await adapters.client.requestCode(email);
    await adapters.client.login(await mailed);
    return { ...app, ...adapters };
  };

  it('brings the token with Apollo Client and urql', async () => {
    const { apollo, urql, client } = await connect();
    expect((await apollo.query({ query: gql('{ me }') })).data).toEqual({ me: email });
    expect((await urql.query('{ me }', {}).toPromise()).data).toEqual({ me: email });
    await client.logout();
    const { error } = await urql.query('{ me }', {}, { requestPolicy: 'network-only' }).toPromise();
    expect(error?.graphQLErrors[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('sends POST with urql, for GET would be refused', async () => {
    const { urql } = await connect({ 'preferGetMethod: false': 'preferGetMethod: true' });
    expect((await urql.query('{ me }', {}).toPromise()).error).toBeDefined();
  });
});

describe('docs/graphql-ws.md', () => {
  it('is one user after the other on the socket that the page opens', async () => {
    const mailbox = later(await startMailbox(), ({ stop }) => stop());
    const host = later(
      await runHostBlock(blockOf('docs/graphql-ws.md', 'graphql-ws/use/ws'), {
        signingKey,
        mailbox: mailbox.url,
      }),
      ({ stop }) => stop(),
    );
    vi.stubGlobal('localStorage', createStorage());
    standInFor(origin, `${host.url}/graphql`);
    let opened = 0;
    // Node 20 has none, and nobody is at the address of the page.
    vi.stubGlobal(
      'WebSocket',
      class extends WebSocket {
        constructor(url: string, protocols: string) {
          expect(url).toBe('wss://api.example.com/graphql');
          super(`${host.url?.replace('http', 'ws')}/graphql`, protocols);
          opened += 1;
        }
      },
    );
    const exports = {
      ...exportsClient,
      'const socket': 'export const socket',
      'const stop': 'export const stop',
    };
    const page = await runBlock<{ client: AuthClient; socket: SocketClient; stop: () => void }>(
      'docs/graphql-ws.md',
      'renewOnSocket(client, socket)',
      exports,
      client,
    );
    afterwards(() => page.socket.dispose());
    afterwards(page.stop);
    const me = async () => (await page.socket.iterate({ query: '{ me }' }).next()).value?.data;
    expect(await me()).toEqual({ me: null });
    for (const user of ['ada@example.com', 'bob@example.com']) {
      await page.client.requestCode(user);
      await page.client.login(await mailbox.codeFor(user));
      await vi.waitFor(async () => expect(await me()).toEqual({ me: user }), { timeout: 20_000 });
      await page.client.logout();
      await vi.waitFor(async () => expect(await me()).toEqual({ me: null }), { timeout: 20_000 });
    }
    expect(opened).toBeGreaterThan(3);
  });

  it('hears the events of a marked stream of Yoga', async () => {
    const news = `builder.subscriptionType({
  fields: (t) => ({
    news: t.string({
      authenticated: true,
      subscribe: async function* () { yield 'first'; yield 'second'; },
      resolve: (event) => event,
    }),
  }),
});
export const schema =`;
    const app = await open({ 'export const schema =': news });
    const info = vi.spyOn(console, 'info').mockImplementation(() => {});
    const complete = vi.fn();
    vi.stubGlobal('complete', complete);
    const logIn = `const mailed = nextCode();
await client.requestCode('${email}');
await client.login(await mailed);
subscribeWithAuth(client`;
    vi.stubGlobal('nextCode', app.mail.nextCode);
    await runBlock(
      'docs/graphql-ws.md',
      'subscribeWithAuth(client',
      { 'subscribeWithAuth(client': logIn, 'complete: () => {}': 'complete' },
      client,
    );
    await vi.waitFor(() => expect(complete).toHaveBeenCalledOnce(), { timeout: 20_000 });
    expect(info.mock.calls).toEqual([[{ data: { news: 'first' } }], [{ data: { news: 'second' } }]]);
  });
});
