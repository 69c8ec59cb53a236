import type { IssuerUrls } from './issuer-urls.js';

/** The paths of what there is. */
export interface Paths {
  readonly jwks: string;
  readonly introspection?: string | undefined;
  readonly revocation?: string | undefined;
}

const basic = ['client_secret_basic'];

/**
 * What this service is as an authorization server. Its tokens come from GraphQL mutations: there is no endpoint of OAuth
 * that gives any, and the empty lists say so. Left out, they would stand for the flows of a browser.
 *
 * @see RFC 8414, section 2
 */
export const describeServer = ({ issuer, at }: IssuerUrls, paths: Paths): object => ({
  issuer,
  jwks_uri: at(paths.jwks),
  response_types_supported: [],
  grant_types_supported: [],
  ...(paths.introspection !== undefined && {
    introspection_endpoint: at(paths.introspection),
    introspection_endpoint_auth_methods_supported: basic,
  }),
  ...(paths.revocation !== undefined && {
    revocation_endpoint: at(paths.revocation),
    revocation_endpoint_auth_methods_supported: basic,
  }),
});

/**
 * What the GraphQL endpoint is as a protected resource: where its tokens come from.
 *
 * @see RFC 9728, section 2
 */
export const describeResource = ({ issuer, at }: IssuerUrls, graphqlEndpoint: string): object => ({
  resource: at(graphqlEndpoint),
  authorization_servers: [issuer],
  bearer_methods_supported: ['header'],
});
