import type { Plugin } from 'graphql-yoga';
import type { Endpoint, EndpointAnswer } from './endpoint.js';
import { createEndpoints, type EndpointService, type Endpoints } from './endpoints.js';
import type { EndpointOptions } from './options.js';

/** The hooks of Yoga that serve the endpoints. */
export interface UseEndpoints extends Required<Pick<Plugin, 'onYogaInit' | 'onRequest' | 'onResponse'>> {
  /** Where the metadata of RFC 9728 stand; undefined where there are none. */
  readonly resourceMetadata: () => string | undefined;
  /** Whether a request was for one of them. */
  readonly hasAnswered: (request: Request) => boolean;
}

type MakeResponse = new (body: string | null, init: ResponseInit) => Response;

const responseOf = ({ body, ...init }: EndpointAnswer, Response: MakeResponse): Response =>
  new Response(body ?? null, { status: init.status, headers: { ...init.headers } });

/** What Yoga says of the origins of its GraphQL clients does not hold here. */
const setOrigins = ({ open }: Endpoint, { headers }: Response): void => {
  headers.delete('access-control-allow-credentials');
  if (open) headers.set('access-control-allow-origin', '*');
  else headers.delete('access-control-allow-origin');
};

/** Whoever hands on the `context` of a service alone has no endpoints. */
const isWhole = (auth: Partial<EndpointService>): auth is EndpointService =>
  typeof auth.jwks === 'function' && typeof auth.forPlugins === 'object';

/** Serves what stands beside GraphQL, each under its path and nowhere else. */
export const useEndpoints = (auth: Partial<EndpointService>, options: EndpointOptions): UseEndpoints => {
  const service = isWhole(auth) ? auth : undefined;
  if (!service && (options.introspection || options.revocation)) {
    throw new TypeError('introspection and revocation need the whole service that createEmailAuth makes');
  }
  let endpoints: Endpoints | undefined;
  const answered = new WeakMap<Request, Endpoint>();
  return {
    resourceMetadata: () => endpoints?.resourceMetadata,
    hasAnswered: (request) => answered.has(request),
    onYogaInit({ yoga }) {
      endpoints = service && createEndpoints(service, options, yoga.graphqlEndpoint);
    },
    // Not asynchronous: most requests are for GraphQL, and have nothing to wait for.
    onRequest({ request, url, endResponse, fetchAPI }) {
      const endpoint = endpoints?.at.get(url.pathname);
      if (!endpoint) return undefined;
      answered.set(request, endpoint);
      return endpoint.answer(request).then((answer) => endResponse(responseOf(answer, fetchAPI.Response)));
    },
    onResponse({ request, response }) {
      const endpoint = answered.get(request);
      if (endpoint) setOrigins(endpoint, response);
    },
  };
};
