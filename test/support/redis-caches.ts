import KeyvRedis, { createKeyv } from '@keyv/redis';
import KeyvValkey from '@keyv/valkey';
import Keyv from 'keyv';
import { Keyv as Keyv6 } from 'keyv6';

/** The ways in which users put a Redis behind a Keyv. */
export const redisCaches: readonly (readonly [name: string, open: (url: string) => Keyv])[] = [
  ['@keyv/redis', (url) => createKeyv(url)],
  ['@keyv/redis with a namespace', (url) => createKeyv(url, { namespace: 'app' })],
  ['keyv 5 over @keyv/redis', (url) => new Keyv({ store: new KeyvRedis(url), namespace: 'five' })],
  // Boundary: the two versions of Keyv differ in types, not in what is called here.
  ['keyv 6 over @keyv/redis', (url) => new Keyv6({ store: new KeyvRedis(url) }) as unknown as Keyv],
  [
    'keyv 6 over @keyv/redis with a namespace',
    (url) => new Keyv6({ store: new KeyvRedis(url), namespace: 'six' }) as unknown as Keyv,
  ],
  ['@keyv/valkey', (url) => new Keyv({ store: new KeyvValkey(url), namespace: 'sets' })],
  [
    '@keyv/valkey without sets',
    (url) => new Keyv({ store: new KeyvValkey(url, { useRedisSets: false }), namespace: 'valkey' }),
  ],
];
