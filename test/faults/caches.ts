import { createClient, createKeyv } from '@keyv/redis';
import KeyvValkey from '@keyv/valkey';
import Keyv from 'keyv';
import type { EmailAuthOptions } from '../../src/index.js';
import { scripts } from '../../src/store/redis/scripts/index.js';
import { openCommandGate } from './command-gate.js';
import { type HeldDeadlines, untilTold } from './deadlines.js';
import { type FaultLine, throughLine } from './fault-line.js';

/** A record as the cache keeps it. */
export interface Kept {
  readonly value: unknown;
  readonly expiresAt: number;
}

/** A cache whose operations can go wrong. */
export interface FaultyCache {
  readonly options: Pick<EmailAuthOptions, 'cache' | 'singleProcess' | 'storeTimeout'>;
  /** A step is one operation, so it happens or does not. */
  readonly isAtomic: boolean;
  /** An operation whose answer is lost is sent again, so that nobody notices. */
  readonly resends: boolean;
  /** Lets the deadlines of steps pass that nobody answers; null: they do by themselves. */
  readonly passDeadlines: (() => void) | null;
  /** Deadlines are so short that a busy machine may be late. */
  readonly isHurried: boolean;
  /** All that is kept, by its name; read past the faults. */
  records(): Promise<ReadonlyMap<string, Kept>>;
  close(): Promise<void>;
}

export type OpenCache = (line: FaultLine) => Promise<FaultyCache>;

/** For commands that arrive too late: the server itself has to see that the time is over. Seconds. */
const hurried = 1.5;

const parse = (key: string, text: unknown): [string, Kept][] => {
  const name = /(limit|session|codes|account|spent):.*$/.exec(key)?.[0];
  if (name === undefined || typeof text !== 'string') return [];
  // In memory a Keyv puts a value of its own around it.
  const parsed = JSON.parse(text) as Kept | { readonly value: Kept };
  return [[name, 'expiresAt' in parsed ? parsed : parsed.value]];
};

/** A Map behind an adapter each of whose operations can go wrong: a step is many of them. */
export const openFaultyMemory: OpenCache = async (line) => {
  const map = new Map<string, unknown>();
  const fail = () => Object.assign(new Error('The cache is away.'), { code: 'ECONNRESET' });
  const operation = <Result>(work: () => Result, hidden: Result, isWrite: boolean) => {
    const hide = () => {
      cache.emit('error', fail());
      return hidden;
    };
    return throughLine(line, work, { fail, hide, changes: () => isWrite });
  };
  const store = {
    get: (key: string) => operation(() => map.get(key), undefined, false),
    set: (key: string, value: unknown) => operation(() => void map.set(key, value), undefined, true),
    delete: (key: string) => operation(() => map.delete(key), false, true),
    clear: () => map.clear(),
  };
  const cache = new Keyv({ store });
  cache.on('error', () => {});
  return {
    // The shortest there is: what does not hang is done in the same turn, however busy the machine is.
    options: { cache, singleProcess: true, storeTimeout: 0.01 },
    ...{ isAtomic: false, resends: false, passDeadlines: null, isHurried: false },
    records: async () => new Map([...map].flatMap(([key, text]) => parse(key, text))),
    close: async () => {},
  };
};

type RedisKeyv = (url: string, namespace: string) => Keyv;

/** How long a client waits before it connects again: milliseconds. */
const soon = () => 10;

export const overNodeRedis: RedisKeyv = (url, namespace) =>
  createKeyv({ url, socket: { reconnectStrategy: soon } }, { namespace });

/** It sends again what was not answered. */
export const overValkey: RedisKeyv = (url, namespace) =>
  new Keyv({ store: new KeyvValkey(url, { retryStrategy: soon, useRedisSets: false }), namespace });

let opened = 0;

/**
 * A real Redis behind a gate at which each command of a step can go wrong.
 *
 * @param deadlines - null: those of steps pass by the clock
 */
export const redisOpener = async (port: number, openKeyv: RedisKeyv, deadlines: HeldDeadlines | null) => {
  const past = await createClient({ url: `redis://127.0.0.1:${port}` }).connect();
  // So that the first flow takes as many commands as the others.
  for (const { text } of Object.values(scripts)) await past.scriptLoad(text);
  const open: OpenCache = async (line) => {
    opened += 1;
    const namespace = `run-${opened}-`;
    const gate = await openCommandGate(port, line);
    const cache = openKeyv(gate.url, namespace);
    cache.on('error', () => {});
    return {
      options: { cache, storeTimeout: deadlines ? untilTold : hurried },
      isAtomic: true,
      resends: openKeyv === overValkey,
      passDeadlines: deadlines?.pass ?? null,
      isHurried: deadlines === null,
      records: async () => {
        const keys = await past.keys(`*${namespace}*`);
        const texts = keys.length === 0 ? [] : await past.mGet(keys);
        return new Map(keys.flatMap((key, i) => parse(key, texts[i])));
      },
      close: async () => {
        const keys = await past.keys(`*${namespace}*`);
        if (keys.length > 0) await past.del(keys);
        const adapter: { disconnect(force?: boolean): unknown } = cache.store;
        await adapter.disconnect(true);
        await gate.shut();
      },
    };
  };
  return { open, stop: async () => past.destroy() };
};
