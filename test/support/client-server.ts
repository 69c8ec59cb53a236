import { createApp } from '../../examples/basic.js';
import {
  type AnyAuthClient,
  type AuthClientOptions,
  createAuthClient,
  type WebStorage,
} from '../../src/client/index.js';
import type { EmailAuthOptions } from '../../src/index.js';
import { startHttpServer } from './http-server.js';
import { createTestAuth, noLimits, reasonOf } from './service.js';

type App = ReturnType<typeof createApp>;
type Claims = { role: 'admin' | 'user' };

/** What becomes of a request: it does not leave, its answer gets lost, or it hangs until it is let go, deaf to any signal. */
export type Trouble = 'offline' | 'lost' | 'hangs';

/** A storage of one browser, for all its tabs. */
export const createStorage = (entries = new Map<string, string>()): WebStorage => ({
  getItem: (key) => entries.get(key) ?? null,
  setItem: (key, value) => void entries.set(key, value),
  removeItem: (key) => void entries.delete(key),
});

const mutations = ['requestLoginCode', 'login', 'refreshToken', 'logout'];

/** The mutation of the client's own that a request is, or `other`. */
const kindOf = (body: unknown): string => {
  const [, field = ''] = /^mutation (?:\([^)]*\) )?\{ (\w+)/.exec(JSON.parse(String(body)).query) ?? [];
  return mutations.includes(field) ? field : 'other';
};

/** A network that can fail, and says what has gone over it. */
export const createNetwork = () => {
  const sent: string[] = [];
  const troubles = new Map<string, Trouble>();
  let letGo = () => {};
  const fails = (): never => {
    throw new TypeError('fetch failed');
  };
  return {
    sent,
    /** How many requests of a kind have reached the server. */
    count: (kind: string) => sent.filter((one) => one === kind).length,
    trouble: (kind: string, trouble: Trouble | null) =>
      trouble ? troubles.set(kind, trouble) : troubles.delete(kind),
    /** Lets all requests that hang go on. */
    letGo: () => letGo(),
    fetch: (async (input, init) => {
      const kind = typeof init?.body === 'string' ? kindOf(init.body) : 'other';
      const trouble = troubles.get(kind);
      if (trouble === 'offline') fails();
      sent.push(kind);
      const answer = await fetch(input, trouble === 'hangs' ? { ...init, signal: null } : init);
      if (trouble === 'lost') fails();
      if (trouble === 'hangs') {
        const before = letGo;
        await new Promise<void>((resolve) => {
          letGo = () => {
            before();
            resolve();
          };
        });
      }
      return answer;
    }) satisfies typeof fetch,
  };
};

/** A real server, and what a browser needs to reach it. The caller stops it. */
export const startClientServer = async (
  options: EmailAuthOptions<Claims> = {},
  addFields?: Parameters<typeof createApp>[1],
) => {
  let app: App | undefined;
  const kit = createTestAuth<Claims>({ limits: noLimits, ...options }, (given) => {
    app = createApp(given, addFields);
    return app.auth;
  });
  if (!app) throw new Error('no app');
  const server = await startHttpServer(app.yoga);
  const network = createNetwork();

  /** A page. Pages with the same storage are tabs of one browser. */
  const open = (more: Partial<AuthClientOptions> = {}) =>
    createAuthClient<Claims>({ url: server.url, fetch: network.fetch, ...more });

  /** The newest code, when its mail has been sent. */
  const readCode = async (): Promise<string> => {
    await kit.auth.close();
    return kit.mailbox.at(-1)?.code ?? '';
  };
  const logIn = async (tab: AnyAuthClient, identity = 'ada@example.com'): Promise<void> => {
    await tab.requestCode(identity);
    await tab.login(await readCode());
  };
  /** What a tab's fetch gets to read. */
  const ask = async (tab: AnyAuthClient, query: string, init: RequestInit = {}) => {
    const response = await tab.fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      ...init,
    });
    return response.json();
  };
  return { ...kit, ...server, schema: app.schema, network, open, readCode, logIn, ask };
};

/** The outcome of a promise as one word. */
export { reasonOf };
