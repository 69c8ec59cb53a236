import { createHash } from 'node:crypto';
import { type Endpoint, type EndpointAnswer, outage, wrongMethod } from './endpoint.js';

/** A document that everybody may read and keep for a while. */
export interface PublicDocument {
  readonly contentType: string;
  /** Rejects where it cannot be made now. */
  readonly make: () => Promise<object>;
}

/**
 * Seconds for which others may keep a document. A new key is published before it signs, so this is how long to wait in
 * between.
 */
const maxAge = 300;
const methods = 'GET, HEAD, OPTIONS';

const etagOf = (body: string): string => `"${createHash('sha256').update(body).digest('base64url')}"`;

/** RFC 9110, section 13.1.2: a list of tags, compared weakly, or `*`. */
const isKnown = (ifNoneMatch: string | null, etag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim()));

const show = (request: Request, contentType: string, body: string): EndpointAnswer => {
  const etag = etagOf(body);
  const headers = { etag, 'cache-control': `public, max-age=${maxAge}` };
  if (isKnown(request.headers.get('if-none-match'), etag)) return { status: 304, headers };
  return {
    status: 200,
    headers: { ...headers, 'content-type': contentType },
    ...(request.method === 'GET' && { body }),
  };
};

/** Asked by a browser before it sends a header such as `If-None-Match` for a page. */
const preflight: EndpointAnswer = {
  status: 204,
  headers: {
    'access-control-allow-methods': methods,
    'access-control-allow-headers': '*',
    'content-length': '0',
  },
};

/** Serves a document that is made anew for each request; its tag says whether it has changed. */
export const publicDocument = ({ contentType, make }: PublicDocument): Endpoint => ({
  open: true,
  async answer(request) {
    if (request.method === 'OPTIONS') return preflight;
    if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethod(methods);
    try {
      return show(request, contentType, JSON.stringify(await make()));
    } catch {
      // What it says may quote a key.
      return outage;
    }
  },
});
