import type Keyv from 'keyv';
import { readProperty } from '../../core/read-error.js';
import { explain } from './explain.js';
import { type Finding, findingsOf, type Look, type Variables } from './finding.js';
import { lookAtService } from './look-at-service.js';
import { showServer } from './show-server.js';

const { ok, note, failed } = findingsOf('REDIS_URL');

const unset = 'It is not set. Codes and sessions stay in the memory of one process, and end with it.';
const unreadable =
  'It cannot be read. It must be like redis://name:password@host:6379 or rediss://…; write the name and the password with encodeURIComponent.';
const missing = 'It cannot be tried: install @keyv/redis, with npm install @keyv/redis.';

const open = async (url: string): Promise<Keyv> => (await import('@keyv/redis')).createKeyv(url);

const ask = async (variables: Variables, cache: Keyv, server: string): Promise<readonly Finding[]> => {
  const { code, warnings } = await lookAtService(variables, () => ({ cache }));
  return [
    code === undefined
      ? ok(`${server} answers, and does every step.`)
      : failed(`${server}: ${explain(code)}`),
    ...warnings.map(note),
  ];
};

/** Has a service do every step on the Redis. Its records are not there, so nothing is changed. */
export const lookAtRedis: Look = async (variables) => {
  const url = variables.REDIS_URL?.trim();
  if (!url) return [note(unset)];
  const server = showServer(url);
  if (server === undefined || !/^rediss?:$/.test(new URL(url).protocol)) return [failed(unreadable)];
  let cache: Keyv;
  try {
    cache = await open(url);
  } catch (error) {
    return [failed(readProperty(error, 'code') === 'ERR_MODULE_NOT_FOUND' ? missing : unreadable)];
  }
  try {
    return await ask(variables, cache, server);
  } finally {
    // At once: a client without a server would wait for it.
    await cache.store.disconnect(true);
  }
};
