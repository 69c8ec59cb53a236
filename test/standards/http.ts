import Keyv from 'keyv';
import { expect } from 'vitest';
import { createWorld } from '../security/world.js';
import type { Requirement } from './requirement.js';

const identity = 'ada@example.com';

const bearerPlace = async () => {
  const world = createWorld(() => new Keyv());
  try {
    const { http, logIn } = await world.serve({ claims: () => ({ role: 'user' as const }) });
    const { accessToken } = await logIn(identity);
    const ask = async (headers: Record<string, string>, { path = '', body = {} } = {}) => {
      const answer = await fetch(`${http.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: '{ me }', ...body }),
      });
      const { data } = (await answer.json()) as { data?: { me?: string } };
      return data?.me ?? null;
    };
    for (const scheme of ['Bearer', 'bearer', 'BEARER '])
      expect(await ask({ authorization: `${scheme} ${accessToken}` })).toBe(identity);
    expect(await ask({}, { path: `?access_token=${accessToken}` })).toBeNull();
    expect(await ask({}, { body: { access_token: accessToken } })).toBeNull();
    expect(await ask({}, { body: { extensions: { authorization: `Bearer ${accessToken}` } } })).toBeNull();
    expect(await ask({ cookie: `access_token=${accessToken}` })).toBeNull();
    expect(await ask({ authorization: accessToken })).toBeNull();
    expect(await ask({ authorization: `Bearer ${accessToken}, Bearer ${accessToken}` })).toBeNull();
  } finally {
    await world.stop();
  }
};

export const http: readonly Requirement[] = [
  {
    id: 'standard-bearer-place',
    must: 'Over HTTP a token MUST be read from the Authorization header alone: from no query, body or cookie',
    run: bearerPlace,
  },
];
