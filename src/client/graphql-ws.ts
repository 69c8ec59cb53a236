import type { AnyAuthClient, HeldToken } from './auth-client.js';
import { sleep } from './sleep.js';
import { whenRenewed } from './when-renewed.js';

/** What is used of a client of graphql-ws. */
export interface GraphQLWsClient {
  on(event: 'connected' | 'closed', listener: () => void): () => void;
  iterate(payload: {
    readonly query: string;
    readonly extensions: Record<string, unknown>;
  }): AsyncIterator<unknown>;
  terminate(): void;
}

/** How often a token is asked for while an open socket waits for it. By then the server has closed it. */
const tries = 10;

/**
 * A token that is good for a while. To graphql-ws, an error in its options is the end of all streams. So an outage is waited for;
 * a server closes a socket that waits too long, and it connects again.
 */
const patientToken = async (client: AnyAuthClient): Promise<string | null> => {
  for (let left = tries; ; left -= 1) {
    try {
      return await client.token();
    } catch (error) {
      if (left <= 1) throw error;
      await sleep(1000);
    }
  }
};

/**
 * For the option `connectionParams` of `createClient`: the token of a new socket.
 *
 * @example
 * const socket = createClient({ url: 'wss://api.example.com/graphql', connectionParams: connectionParams(client) });
 * const stop = renewOnSocket(client, socket);
 */
export const connectionParams = (client: AnyAuthClient) => async (): Promise<Record<string, unknown>> => {
  const token = await patientToken(client);
  return token ? { authorization: `Bearer ${token}` } : {};
};

/**
 * For the option `url` of `createClient`, under cookies: a socket has the cookies of its first moment, so they must be good by then.
 *
 * @example
 * const socket = createClient({ url: socketUrl(client, 'wss://api.example.com/graphql') });
 * const stop = renewOnSocket(client, socket);
 */
export const socketUrl = (client: AnyAuthClient, url: string) => async (): Promise<string> => {
  await patientToken(client);
  return url;
};

const sessionOf = (client: AnyAuthClient): string | undefined => client.peek()?.session;

/**
 * Sends each new token on the open socket before the old one ends, so that streams go on. After a login or a logout, it lets the
 * client connect again: a socket stays whose it was. Under cookies, it does so after each refresh, too.
 *
 * @returns a function that ends it
 */
export const renewOnSocket = (client: AnyAuthClient, socket: GraphQLWsClient): (() => void) => {
  let stopRenewing: (() => void) | undefined;
  let session = sessionOf(client);
  const send = async ({ token, headers: extensions }: HeldToken): Promise<void> => {
    if (token) await socket.iterate({ query: '{ __typename }', extensions }).next();
    else socket.terminate();
  };
  const close = () => {
    stopRenewing?.();
    stopRenewing = undefined;
  };
  const ends = [
    socket.on('connected', () => {
      close();
      stopRenewing = whenRenewed(client, send);
    }),
    socket.on('closed', close),
    client.subscribe(() => {
      const now = sessionOf(client);
      if (now === session) return;
      session = now;
      socket.terminate();
    }),
    close,
  ];
  return () => {
    for (const end of ends) end();
  };
};
