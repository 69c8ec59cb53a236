import type { EmailAuth } from '../../email-auth.js';
import { type Documents, documents } from './documents.js';
import type { Endpoint, EndpointAnswer, EndpointEntry } from './endpoint.js';
import { introspect } from './introspection.js';
import type { EndpointOptions, TokenEndpointOptions } from './options.js';
import { revoke } from './revocation.js';
import { tokenEndpoint } from './token-endpoint.js';

/** What the endpoints ask of the service. */
export type EndpointService = Pick<
  EmailAuth,
  'authenticate' | 'endSession' | 'forPlugins' | 'jwks' | 'logout'
>;

/** The endpoints beside that of GraphQL, by path. */
export interface Endpoints {
  readonly at: ReadonlyMap<string, Endpoint>;
  /** Where the metadata of RFC 9728 stand; undefined where there are none. */
  readonly resourceMetadata: string | undefined;
}

const tokenEntries = (
  path: string | undefined,
  options: TokenEndpointOptions | undefined,
  answerFor: (token: string) => Promise<EndpointAnswer>,
): EndpointEntry[] => (path && options ? [[path, tokenEndpoint(options.clients, answerFor)]] : []);

const pathOf = (options: TokenEndpointOptions | undefined, usual: string): string | undefined =>
  options && (options.path ?? usual);

const refuseTaken = (entries: readonly EndpointEntry[], graphqlEndpoint: string): void => {
  const paths = [graphqlEndpoint, ...entries.map(([path]) => path)];
  const twice = paths.find((path, index) => paths.indexOf(path) < index);
  if (twice !== undefined) throw new TypeError(`The path ${twice} must be that of one endpoint alone`);
};

/**
 * Finds out which endpoints there are.
 *
 * @param graphqlEndpoint - the path of Yoga's own
 * @throws {TypeError} where two have the same path
 */
export const createEndpoints = (
  auth: EndpointService,
  { jwks = '/.well-known/jwks.json', introspection, revocation }: EndpointOptions,
  graphqlEndpoint: string,
): Endpoints => {
  const asking = pathOf(introspection, '/oauth/introspect');
  const revoking = pathOf(revocation, '/oauth/revoke');
  const paths = { introspection: asking, revocation: revoking };
  const { entries, resourceMetadata }: Documents =
    jwks === false
      ? { entries: [], resourceMetadata: undefined }
      : documents(auth, { jwks, ...paths }, graphqlEndpoint);
  const all = [
    ...entries,
    ...tokenEntries(asking, introspection, (token) => introspect(auth, token)),
    ...tokenEntries(revoking, revocation, (token) => revoke(auth, token)),
  ];
  refuseTaken(all, graphqlEndpoint);
  return { at: new Map(all), resourceMetadata };
};
