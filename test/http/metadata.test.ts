import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { afterEach, describe, expect, it } from 'vitest';
import { gateway, serveEndpoints } from '../support/token-endpoints.js';

const origin = 'https://login.example.com';
const issuer = `${origin}/tenant`;

let stop = async () => {};
afterEach(() => stop());

const serve = async (...args: Parameters<typeof serveEndpoints>) => {
  const server = await serveEndpoints(...args);
  stop = server.stop;
  /** A client somewhere in the world, to whom this server is `https://login.example.com`. */
  const world = (url: string | URL, init: RequestInit) => {
    const { origin: asked, pathname } = new URL(url);
    expect(asked).toBe(origin);
    return server.get(pathname, init);
  };
  return { ...server, world };
};

describe('a generic client', () => {
  it('finds its way from a refusal to the keys, to introspection and to revocation', async () => {
    const { get, world, logIn, clock } = await serve(
      { introspection: { clients: [gateway] }, revocation: { clients: [gateway] } },
      { jwt: { issuer } },
    );
    const refusal = await get(`/graphql?query=${encodeURIComponent('{ me }')}`);
    const found = /resource_metadata="([^"]+)"/.exec(refusal.headers.get('www-authenticate') ?? '')?.[1];
    expect(found).toBe(`${origin}/.well-known/oauth-protected-resource/graphql`);

    const resource = new URL(`${origin}/graphql`);
    const options = { [oauth.customFetch]: world as never };
    const described = await oauth.processResourceDiscoveryResponse(
      resource,
      await oauth.resourceDiscoveryRequest(resource, options),
    );
    expect(described).toEqual({
      resource: `${origin}/graphql`,
      authorization_servers: [issuer],
      bearer_methods_supported: ['header'],
    });

    const identifier = new URL(described.authorization_servers?.[0] ?? '');
    const server = await oauth.processDiscoveryResponse(
      identifier,
      await oauth.discoveryRequest(identifier, { ...options, algorithm: 'oauth2' }),
    );
    const { accessToken } = await logIn('ada@example.com');
    const keys = createRemoteJWKSet(new URL(server.jwks_uri ?? ''), { [customFetch]: world });
    const currentDate = new Date(clock());
    const { payload } = await jwtVerify(accessToken, keys, { issuer, typ: 'at+jwt', currentDate });
    expect(payload.sub).toBe('ada@example.com');

    const client = { client_id: gateway.id };
    const proof = oauth.ClientSecretBasic(gateway.secret);
    const ask = async () => {
      const answer = await oauth.introspectionRequest(server, client, proof, accessToken, options);
      return oauth.processIntrospectionResponse(server, client, answer);
    };
    expect(await ask()).toMatchObject({ active: true, iss: issuer, sub: 'ada@example.com' });
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, client, proof, accessToken, options),
    );
    expect(await ask()).toEqual({ active: false });
  });
});

describe('the metadata', () => {
  const wellKnown = '/.well-known/oauth-authorization-server';

  it('name what there is', async () => {
    const { get } = await serve({ jwks: '/keys' }, { jwt: { issuer: `${origin}/` } });
    const answer = await get(wellKnown);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({
      issuer: `${origin}/`,
      jwks_uri: `${origin}/keys`,
      response_types_supported: [],
      grant_types_supported: [],
    });
  });

  it.each([
    [`${origin}`, wellKnown],
    [`${origin}/`, wellKnown],
    [issuer, `${wellKnown}/tenant`],
    [`${issuer}/`, `${wellKnown}/tenant`],
    [`${issuer}/eu`, `${wellKnown}/tenant/eu`],
  ])('of %s stand at %s', async (of, path) => {
    const { get } = await serve({}, { jwt: { issuer: of } });
    expect(await (await get(path)).json()).toMatchObject({ issuer: of });
  });

  it.each([
    undefined,
    'login',
    'http://login.example.com',
    'https://login.example.com/?tenant',
    'https://login.example.com/#tenant',
    'https://ada@login.example.com',
    'urn:login',
  ])('are not there for the issuer %s', async (of) => {
    const { get } = await serve({}, of === undefined ? {} : { jwt: { issuer: of } });
    const paths = [wellKnown, `${wellKnown}/tenant`, '/.well-known/oauth-protected-resource/graphql'];
    for (const path of paths) {
      // Yoga takes whatever ends with its path for GraphQL.
      expect(await (await get(path)).text()).not.toMatch(/"(issuer|authorization_servers)"/);
    }
    const refusal = await get(`/graphql?query=${encodeURIComponent('{ me }')}`);
    expect(refusal.headers.get('www-authenticate')).toBe('Bearer realm="graphql"');
  });

  it('do not take what a caller says for their address', async () => {
    const { get } = await serve({}, { jwt: { issuer: origin } });
    const headers = { 'x-forwarded-host': 'eve.example', host: 'eve.example' };
    expect(await (await get(wellKnown, { headers })).text()).not.toContain('eve.example');
    const refusal = await get(`/graphql?query=${encodeURIComponent('{ me }')}`, { headers });
    expect(refusal.headers.get('www-authenticate')).not.toContain('eve.example');
  });
});
