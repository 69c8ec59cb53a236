import KeyvRedis, { createKeyv } from '@keyv/redis';
import KeyvValkey from '@keyv/valkey';
import Keyv from 'keyv';
import { createKeyv6 } from './keyv6.js';

/** The ways in which users put a Redis behind a Keyv. */
export const redisCaches: readonly (readonly [name: string, open: (url: string) => Keyv])[] = [
  ['@keyv/redis', (url) => createKeyv(url)],
  ['@keyv/redis with a namespace', (url) => createKeyv(url, { namespace: 'app' })],
  ['keyv 5 over @keyv/redis', (url) => new Keyv({ store: new KeyvRedis(url), namespace: 'five' })],
  ['keyv 6 over @keyv/redis', (url) => createKeyv6({ store: new KeyvRedis(url) })],
  [
    'keyv 6 over @keyv/redis with a namespace',
    (url) => createKeyv6({ store: new KeyvRedis(url), namespace: 'six' }),
  ],
  ['@keyv/valkey', (url) => new Keyv({ store: new KeyvValkey(url), namespace: 'sets' })],
  [
    '@keyv/valkey without sets',
    (url) => new Keyv({ store: new KeyvValkey(url, { useRedisSets: false }), namespace: 'valkey' }),
  ],
];
