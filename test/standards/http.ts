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

const bearerChallenge = async () => {
  const world = createWorld(() => new Keyv());
  try {
    const { http, logIn, clock } = await world.serve({ httpStatus: true });
    const { accessToken } = await logIn(identity);
    const challengeFor = async (headers: Record<string, string>) => {
      const accept = 'application/graphql-response+json';
      const { status, headers: said } = await http.post({ query: '{ me }' }, { accept, ...headers });
      return [status, said.get('www-authenticate')];
    };
    const authorization = `Bearer ${accessToken}`;
    expect(await challengeFor({ authorization })).toEqual([200, null]);
    expect(await challengeFor({})).toEqual([401, 'Bearer realm="graphql"']);
    clock.advance(300);
    for (const token of [authorization, 'Bearer nonsense']) {
      const invalid = 'Bearer realm="graphql", error="invalid_token"';
      expect(await challengeFor({ authorization: token })).toEqual([401, invalid]);
    }
  } finally {
    await world.stop();
  }
};

const metadata = async () => {
  const world = createWorld(() => new Keyv());
  try {
    const issuer = 'https://login.example.com/tenant';
    const { http } = await world.serve({ jwt: { issuer } });
    const { origin } = new URL(http.url);
    const read = async (path: string) => (await fetch(`${origin}${path}`)).json();
    const server = { issuer, jwks_uri: 'https://login.example.com/.well-known/jwks.json' };
    expect(await read('/.well-known/oauth-authorization-server/tenant')).toMatchObject(server);
    const resource = '/.well-known/oauth-protected-resource/graphql';
    expect(await read(resource)).toMatchObject({
      resource: 'https://login.example.com/graphql',
      authorization_servers: [issuer],
    });
    const refusal = await http.post({ query: '{ me }' });
    expect(refusal.headers.get('www-authenticate')).toContain(
      `resource_metadata="https://login.example.com${resource}"`,
    );
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
  {
    id: 'standard-bearer-challenge',
    must: 'A refusal for want of a valid token MUST ask for one with `WWW-Authenticate: Bearer`, and MUST name an error only if a token was sent',
    run: bearerChallenge,
  },
  {
    id: 'standard-metadata',
    must: 'The metadata MUST stand where the issuer and the GraphQL endpoint say, and a refusal MUST lead to them',
    run: metadata,
  },
];
