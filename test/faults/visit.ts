import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import EmailAuthPlugin, {
  AuthError,
  type AuthEvent,
  type AuthTokens,
  createEmailAuth,
  type EmailAuth,
  type EmailAuthOptions,
  type LoginCodeMessage,
  type WithAuth,
} from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { readEvents } from '../support/event-streams.js';
import { createFakeClock } from '../support/fake-clock.js';
import { signingKey } from '../support/service.js';
import type { FaultyCache } from './caches.js';
import { type FaultKind, type FaultLine, throughLine } from './fault-line.js';

/** Where something goes wrong. */
export type Place = 'cache' | 'mail' | 'claims' | 'events';
export type Lines = Readonly<Record<Place, FaultLine>>;

export const owner = { ip: '192.0.2.1' };
export const identity = 'ada@example.com';

/** Events that come when they are published, one at a time. */
const createFeed = () => {
  const waiting: number[] = [];
  let wake = () => {};
  let published = 0;
  let cleared = 0;
  return {
    publish: () => {
      published += 1;
      waiting.push(published);
      wake();
    },
    /** What was published and nobody has seen is not for who comes next. */
    clear: () => {
      waiting.length = 0;
      cleared += 1;
    },
    async *events() {
      const since = cleared;
      // A stream that was left while it waited goes on waiting. It takes nothing from the next one.
      while (since === cleared) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
};

const serve = (auth: EmailAuth) => {
  const feed = createFeed();
  const builder = new SchemaBuilder<WithAuth>({ plugins: [EmailAuthPlugin], emailAuth: auth });
  builder.queryType({
    fields: (t) => ({
      me: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.email }),
    }),
  });
  builder.subscriptionType({
    fields: (t) => ({
      news: t.int({
        ...{ authenticated: true, nullable: true },
        subscribe: () => feed.events(),
        resolve: (n) => n,
      }),
    }),
  });
  const plugins = [useEmailAuth(auth, { ip: () => owner.ip })];
  const yoga = createYoga({ schema: builder.toSchema(), plugins, logging: false });
  const post = (query: string, token: string, accept: string) =>
    yoga.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { accept, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
  return { feed, post };
};

/** What a server answers. */
interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string; readonly reason?: string } }[];
}

/** The first field, or the refusal in words. */
const tell = ({ data, errors }: Answer): string => {
  const refusal = errors?.[0]?.extensions;
  if (refusal) return [refusal.code, refusal.reason].filter(Boolean).join(' ');
  return String(Object.values(data ?? {})[0]);
};

const mailErrors: Readonly<Record<FaultKind, object>> = {
  fails: { code: 'ECONNREFUSED', syscall: 'connect' },
  'hides that it fails': { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 450 },
  // What nodemailer says where the connection ends, at whichever command.
  'loses its answer': { code: 'ECONNECTION', command: 'CONN' },
  'hangs and fails': { code: 'ECONNRESET' },
  'hangs and is done late': {},
  'is done and hangs': {},
};

export interface VisitOptions {
  readonly checkSession: boolean;
  /** Seconds that pass while something is out of order. */
  readonly outage: number;
  readonly mode: 'background' | 'await';
  /** Each refresh moves the end of the session. */
  readonly sliding: boolean;
}

/** A user, a stranger and a server, each part of which can go wrong. */
export const openVisit = ({ options: ofCache }: FaultyCache, lines: Lines, options: VisitOptions) => {
  const clock = createFakeClock();
  const events: AuthEvent[] = [];
  const arrived: LoginCodeMessage[] = [];
  const send = async (message: LoginCodeMessage): Promise<void> =>
    throughLine(lines.mail, () => void arrived.push(message), {
      fail: (kind) => Object.assign(new Error('The mail server is away.'), mailErrors[kind]),
    });
  const check = async (): Promise<void> =>
    throughLine(lines.mail, () => {}, { fail: () => new Error('The mail server is away.') });
  const claims: EmailAuthOptions['claims'] = () =>
    throughLine(lines.claims, () => ({ role: 'user' }), { fail: () => new Error('The database is away.') });
  const onEvent = (event: AuthEvent): unknown =>
    throughLine(lines.events, () => void events.push(event), { fail: () => new Error('The log is full.') });
  const auth = createEmailAuth({
    ...{ clock, signingKey, ...ofCache },
    logger: { warn: () => {}, error: () => {} },
    ...(options.mode === 'background' && { claims }),
    // Boundary: a listener may answer with a promise that nobody waits for.
    onEvent: onEvent as EmailAuthOptions['onEvent'] & {},
    delivery: { send: Object.assign(send, { check }), timeout: 0.01, mode: options.mode },
    accessToken: { lifetime: 3000, checkSession: options.checkSession },
    ...(options.sliding && { refreshToken: { lifetime: 3000, sliding: true, maxLifetime: 20_000 } }),
    limits: { failuresPerIp: { limit: 4, window: 300 }, mailsPerIdentity: { limit: 100, window: 86_400 } },
    // Enough for somebody who mistypes once and tries twice again, unanswered.
    loginCode: { attempts: 4 },
    updatableClaims: ['org'],
  });
  // Most flows need none, and making one is most of the work.
  let server: ReturnType<typeof serve> | undefined;
  const serveOnce = () => {
    server ??= serve(auth);
    return server;
  };
  return {
    ...{ auth, clock, events, arrived, lines, options },
    publish: () => serveOnce().feed.publish(),
    /** Everything that the user was given, the latest last. */
    challenges: [] as string[],
    tokens: [] as AuthTokens[],
    /** Codes that she has used. */
    spent: [] as string[],
    /** Seconds after which she was told to ask again. */
    retryAfter: 0,
    stream: null as AsyncGenerator<Answer> | null,
    /** Asks for a protected field. */
    me: async (token: string) => {
      const response = await serveOnce().post('{ me }', token, 'application/json');
      return tell((await response.json()) as Answer);
    },
    /** The same without GraphQL. */
    whoIs: async (token: string) => {
      const state = await auth.authenticate(token, owner);
      if (state.failure === 'unavailable') return 'SERVICE_UNAVAILABLE';
      return state.claims?.email ?? `UNAUTHENTICATED ${state.failure}`;
    },
    subscribe: async (token: string) => {
      const { feed, post } = serveOnce();
      feed.clear();
      return readEvents(await post('subscription { news }', token, 'text/event-stream'));
    },
    tell,
  };
};

export type Visit = ReturnType<typeof openVisit>;

/** What becomes of a request: `ok`, or its refusal in words. */
export const outcomeOf = async <Result>(
  visit: Visit,
  work: Promise<Result>,
  keep: (result: Result) => unknown = () => {},
): Promise<string> => {
  try {
    keep(await work);
    return 'ok';
  } catch (error) {
    if (!(error instanceof AuthError)) return `not a refusal: ${error}`;
    visit.retryAfter = error.retryAfter ?? 0;
    return [error.code, error.reason].filter(Boolean).join(' ');
  }
};
