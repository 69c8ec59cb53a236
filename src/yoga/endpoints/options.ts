import { type Checks, matching, orFalse, record } from '../../core/validate.js';
import { clients, type EndpointClient } from './clients.js';

/** Options of an endpoint that other services ask about tokens. */
export interface TokenEndpointOptions {
  /** Its path, as Yoga gets it. Default: `/oauth/introspect` and `/oauth/revoke`. */
  readonly path?: string;
  /** Who may ask. */
  readonly clients: readonly EndpointClient[];
}

/** The options of `useEmailAuth` for what other services ask. */
export interface EndpointOptions {
  /**
   * Where the public keys stand, as a JWK Set: a path, as Yoga gets it, or `false` for nowhere. Where `jwt.issuer` is an https
   * URL, the metadata of RFC 8414 and RFC 9728 lead to it. Default: `/.well-known/jwks.json`.
   */
  readonly jwks?: string | false;
  /** An endpoint that says whether an access token is valid and its session alive (RFC 7662). Default: none. */
  readonly introspection?: TokenEndpointOptions;
  /** An endpoint that ends the session of a token (RFC 7009). Default: none. */
  readonly revocation?: TokenEndpointOptions;
}

/** A path as it stands in a URL: what `new URL` would write differently would never be found. */
const path = matching(/^(\/(?!\.\.?(\/|$))[\w.~!$&'()*+,;=:@-]+)+$/, 'a path such as /.well-known/jwks.json');

const tokenEndpoint = record<TokenEndpointOptions>({ path, clients }, ['clients']);

/** The checks of these options. */
export const endpointChecks: Checks<EndpointOptions> = {
  jwks: orFalse(path),
  introspection: tokenEndpoint,
  revocation: tokenEndpoint,
};
