import type { EmailAuth } from '../../email-auth.js';
import type { Endpoint, EndpointEntry } from './endpoint.js';
import { readIssuer } from './issuer-urls.js';
import { describeResource, describeServer, type Paths } from './metadata.js';
import { publicDocument } from './public-document.js';

type KeyService = Pick<EmailAuth, 'forPlugins' | 'jwks'>;

/** The documents for everybody, by path. */
export interface Documents {
  readonly entries: readonly EndpointEntry[];
  /** Where the metadata of RFC 9728 stand; undefined where there are none. */
  readonly resourceMetadata: string | undefined;
}

const json = (document: object): Endpoint =>
  publicDocument({ contentType: 'application/json', make: async () => document });

const keysAt = (auth: KeyService, path: string): EndpointEntry => [
  path,
  // RFC 7517, section 8.5.
  publicDocument({ contentType: 'application/jwk-set+json', make: () => auth.jwks() }),
];

/** Yoga takes patterns, too, such as `/:tenant/graphql`: what they stand for has no address. */
const isPlain = (path: string): boolean => !/[^\w./~-]/.test(path);

/** The keys, and the metadata that lead to them. */
export const documents = (auth: KeyService, paths: Paths, graphqlEndpoint: string): Documents => {
  const entries: EndpointEntry[] = [keysAt(auth, paths.jwks)];
  const urls = readIssuer(auth.forPlugins.issuer);
  if (!urls) return { entries, resourceMetadata: undefined };
  entries.push([urls.wellKnown('oauth-authorization-server'), json(describeServer(urls, paths))]);
  if (!isPlain(graphqlEndpoint)) return { entries, resourceMetadata: undefined };
  const path = urls.wellKnown('oauth-protected-resource', graphqlEndpoint);
  entries.push([path, json(describeResource(urls, graphqlEndpoint))]);
  return { entries, resourceMetadata: urls.at(path) };
};
