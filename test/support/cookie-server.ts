import { request as send } from 'node:http';
import { parseSetCookie, stringifyCookie } from 'cookie';
import { createYoga, type Plugin } from 'graphql-yoga';
import { createApp } from '../../examples/basic.js';
import type { EmailAuthOptions } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { type GraphQLAnswer, startHttpServer } from './http-server.js';
import { createTestAuth } from './service.js';

export type Headers = Readonly<Record<string, string>>;

/** An answer, with every `Set-Cookie` of it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly setCookie: readonly string[];
  readonly text: string;
  readonly body: GraphQLAnswer;
}

const read = (text: string): GraphQLAnswer => {
  try {
    return JSON.parse(text) as GraphQLAnswer;
  } catch {
    return {};
  }
};

/** Sends headers that `fetch` would not let through. */
export const sendRaw = (
  url: string,
  { method = 'POST', headers = {}, body = '' }: { method?: string; headers?: Headers; body?: string },
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = send(url, { method, headers, agent: false }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => {
        text += chunk;
      });
      incoming.on('end', () => {
        const setCookie = incoming.headers['set-cookie'] ?? [];
        const headers = Object.fromEntries(
          Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
        );
        resolve({ status: incoming.statusCode ?? 0, headers, setCookie, text, body: read(text) });
      });
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

/** What a browser sends from a page of the server's own. */
export const own: Headers = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };

/** Keeps cookies as a browser does, but for their attributes. */
export const createJar = () => {
  const cookies = new Map<string, string>();
  return {
    cookies,
    take: ({ setCookie }: Answer): void => {
      for (const line of setCookie) {
        const { name, value = '', maxAge } = parseSetCookie(line);
        if (maxAge === 0) cookies.delete(name);
        else cookies.set(name, value);
      }
    },
    get header(): Headers {
      return cookies.size === 0 ? {} : { cookie: stringifyCookie(Object.fromEntries(cookies)) };
    },
  };
};

export const fields = 'expiresIn refreshExpiresIn';
const email = 'ada@example.com';

/** A server whose tokens travel in cookies, with a browser for it. */
export const startCookieServer = async (
  options: EmailAuthOptions<{ role: 'admin' | 'user' }> = {},
  plugins: readonly Plugin[] = [],
) => {
  let schema: ReturnType<typeof createApp>['schema'] | undefined;
  const service = createTestAuth({ transport: 'cookie', ...options }, (all) => {
    const app = createApp(all);
    schema = app.schema;
    return app.auth;
  });
  if (!schema) throw new Error('no schema');
  const yoga = createYoga({
    schema,
    plugins: [...plugins, useEmailAuth(service.auth)],
    batching: true,
    logging: false,
  });
  const http = await startHttpServer(yoga);
  const jar = createJar();
  const post = (body: unknown, headers: Headers = own) =>
    sendRaw(http.url, {
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  /** As the page of the browser does it: with its cookies, which the answer may change. */
  const ask = async (query: string, headers: Headers = own): Promise<Answer> => {
    const answer = await post({ query }, { ...jar.header, ...headers });
    jar.take(answer);
    return answer;
  };
  const loginMutation = async (selection = fields) => {
    const { code, challenge } = await service.askForCode(email);
    return `mutation { login(email: "${email}", code: "${code}", challenge: "${challenge}") { ${selection} } }`;
  };
  return {
    ...service,
    http,
    jar,
    post,
    ask,
    loginMutation,
    signIn: async (headers: Headers = own) => ask(await loginMutation(), headers),
    refresh: (headers: Headers = own) => ask(`mutation { refreshToken { ${fields} } }`, headers),
    /** Whom the server takes the browser for. */
    who: async (headers: Headers = own): Promise<unknown> =>
      (await post({ query: '{ me }' }, { ...jar.header, ...headers })).body.data?.me ?? null,
    stop: async () => {
      await http.stop();
      await service.auth.close({ timeout: 1 });
    },
  };
};

/** What an answer was refused with: its code, and its reason. */
export const refusalOf = ({ body }: Answer): readonly unknown[] => {
  const extensions = body.errors?.[0]?.extensions;
  return extensions ? [extensions.code, extensions.reason] : [];
};
