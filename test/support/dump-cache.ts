import type Keyv from 'keyv';

/** A record as it stands in a cache. */
export interface Dumped {
  /** Its name, without what all names begin with: `codes:…`. */
  readonly key: string;
  readonly value: unknown;
  /** When it ends: milliseconds since 1970, by the service's clock. */
  readonly end: number;
  /** Milliseconds until the server drops it; null in memory, where a sweep does. */
  readonly ttl: number | null;
  /** All that stands in the cache for it, its full name too. */
  readonly text: string;
}

interface Entry {
  readonly value: unknown;
  readonly expiresAt: number;
}

/** What of node-redis is asked here. */
interface Client {
  keys(pattern: string): Promise<string[]>;
  get(key: string): Promise<string | null>;
  pTTL(key: string): Promise<number>;
}

/** The Map of a cache in memory; keyv 6 puts an adapter of its own around it. */
export const mapOf = ({ store }: Keyv): ReadonlyMap<string, unknown> | null =>
  [store, store?.store].find((each) => each instanceof Map) ?? null;

const inMemory = (map: ReadonlyMap<string, unknown>): Dumped[] =>
  [...map].map(([name, kept]) => {
    const raw = typeof kept === 'string' ? kept : (kept as { readonly value: unknown }).value;
    const { value } = JSON.parse(String(raw)) as { readonly value: Entry };
    const key = name.replace(/^.*?email-auth:/, '');
    return { key, value: value.value, end: value.expiresAt, ttl: null, text: `${name} ${raw}` };
  });

const onRedis = async (client: Client, namespace: string): Promise<Dumped[]> => {
  const names = await client.keys(`${namespace}::*`);
  const read = async (name: string): Promise<Dumped | null> => {
    const [raw, ttl] = [await client.get(name), await client.pTTL(name)];
    // It has ended in between.
    if (raw === null) return null;
    const { value, expiresAt } = JSON.parse(raw) as Entry;
    const key = name.replace(/^.*?\{email-auth\}:/, '');
    return { key, value, end: expiresAt, ttl, text: `${name} ${raw}` };
  };
  return (await Promise.all(names.map(read))).filter((dumped) => dumped !== null);
};

/** Everything that a service with the default namespace has in a cache: a Map, or a Redis behind `createKeyv`. */
export const dumpCache = async (cache: Keyv): Promise<readonly Dumped[]> => {
  const map = mapOf(cache);
  if (map) return inMemory(map);
  // Boundary: the adapter of @keyv/redis has its client here.
  const { client } = cache.store as { readonly client: Client };
  return onRedis(client, String(cache.namespace));
};
