import { createClient } from '@keyv/redis';
import { type RedisServer, startRedis } from './redis.js';

/** Sends one command over a connection of its own. */
export const command = async (url: string, ...words: string[]): Promise<void> => {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.sendCommand(words);
  } finally {
    client.destroy();
  }
};

/** What can befall a Redis. */
export interface Trouble {
  readonly name: string;
  begin(server: RedisServer): Promise<void>;
  /** Answers with the server that is there afterwards. */
  end(server: RedisServer): Promise<RedisServer>;
}

/** Nothing is answered. */
export const silences: readonly Trouble[] = [
  {
    name: 'killed',
    begin: (server) => server.kill(),
    end: ({ port }) => startRedis({ port }),
  },
  {
    name: 'frozen',
    begin: async (server) => server.freeze(),
    end: async (server) => {
      server.resume();
      return server;
    },
  },
];

const switched = (name: string, on: readonly string[], off: readonly string[]): Trouble => ({
  name,
  begin: ({ url }) => command(url, ...on),
  end: async (server) => {
    await command(server.url, ...off);
    return server;
  },
});

/** What is there can be read, and nothing can be written. */
export const refusals: readonly Trouble[] = [
  // One byte is less than it has in use already; by default it drops nothing to make room.
  switched('full', ['CONFIG', 'SET', 'maxmemory', '1'], ['CONFIG', 'SET', 'maxmemory', '0']),
  // Nothing listens on port 1, so it keeps the data that it has and waits for its master.
  switched('read-only', ['REPLICAOF', '127.0.0.1', '1'], ['REPLICAOF', 'NO', 'ONE']),
];
