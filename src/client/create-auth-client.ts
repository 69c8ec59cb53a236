import { createAccessToken } from './access-token.js';
import { isObject } from './answers.js';
import type { AuthClient, AuthClientOptions, AuthTransport, HeldToken, SeenClaims } from './auth-client.js';
import { createAuthFetch } from './auth-fetch.js';
import { readCodeRequest } from './code-request.js';
import { createDocuments } from './documents.js';
import { createKept } from './kept.js';
import { createSafeStorage, storageHere } from './safe-storage.js';
import { createSend } from './send.js';
import { idOf, renewIn } from './session.js';
import { createSignIn } from './sign-in.js';
import { createStates } from './states.js';
import { createTabLock } from './tab-lock.js';
import { createTransport } from './transport.js';

/** The name of all that one server has in a storage. */
const nameOf = (url: string): string => `email-auth ${url}`;

/**
 * Makes a client: it asks for codes, logs in, keeps the tokens, refreshes them in time, and brings them along.
 *
 * @example
 * const client = createAuthClient({ url: '/graphql', storage: localStorage });
 * await client.requestCode('ada@example.com');
 * await client.login('123456');
 * await client.fetch('/graphql', { method: 'POST', … });
 * @throws {TypeError} where `url` is no text, or there is no such `transport`
 */
export const createAuthClient = <Claims extends object = object, Transport extends AuthTransport = 'bearer'>(
  options: AuthClientOptions<Claims, Transport>,
): AuthClient<SeenClaims<Claims, Transport>> => {
  const { url, onChange } = options;
  if (typeof url !== 'string') throw new TypeError('url must be the GraphQL endpoint');
  const transport = createTransport(options.transport ?? 'bearer', url);
  // What is kept of cookies is no secret.
  const storage = options.storage ?? (transport.isCookie ? storageHere('localStorage') : undefined);
  // It may be replaced later, and must not be called with a `this`.
  const fetchHere: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const safe = createSafeStorage(storage);
  const challenges = options.challengeStorage ?? options.storage ?? storageHere('sessionStorage');
  const documents = createDocuments(transport.isCookie, options.names);
  const send = createSend(url, fetchHere, transport.brought);
  const sessions = createKept(safe, nameOf(url), transport.readSession);
  const codeRequests = createKept(
    challenges === storage ? safe : createSafeStorage(challenges),
    `${nameOf(url)} code`,
    readCodeRequest,
  );

  const signIn = createSignIn({
    documents,
    transport,
    send,
    sessions,
    codeRequests,
    tell: () => states.tell(),
  });
  const { codeRequest, requestCode, login, logout } = signIn;
  const states = createStates<SeenClaims<Claims, Transport>>(sessions, codeRequest);
  const { state, subscribe, tell, end } = states;
  const { get, find } = createAccessToken({
    sessions,
    inTurn: createTabLock(storage && safe, nameOf(url)),
    refresh: (held) =>
      send(documents.refresh, { token: held?.refreshToken }, (answer) =>
        transport.readSession({
          ...(isObject(answer) && answer),
          ...(held && { sid: held.sid, gen: held.gen + 1 }),
        }),
      ),
    end,
  });
  if (onChange) subscribe(() => onChange(state()));

  const peek = (): HeldToken | null => {
    const held = sessions.read();
    if (!held) return null;
    const { thing } = held;
    const { accessToken, sid } = thing;
    const headers = accessToken ? { authorization: `Bearer ${accessToken}` } : transport.brought.headers;
    return { token: accessToken, id: idOf(thing), session: sid, headers, renewIn: renewIn(held) };
  };
  const token = async (refused?: string): Promise<string | null> =>
    (await get(refused).finally(tell))?.thing.accessToken ?? null;

  return {
    get state() {
      return state();
    },
    ...{ subscribe, requestCode, login, logout, token, peek },
    resume: async () => {
      if (transport.isCookie) await find().finally(tell);
    },
    fetch: createAuthFetch(url, fetchHere, { token, peek }, transport.brought),
  };
};
