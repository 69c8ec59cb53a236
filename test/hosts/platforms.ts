import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Post } from './clients.js';

/** The address of the caller, as the platform sees it. */
export const callerIp = '198.51.100.9';

/** As Vercel: it writes the address over whatever the caller says. */
export const onVercel =
  (handler: (request: Request) => Promise<Response>): Post =>
  (url, init) => {
    const request = new Request(url, init);
    for (const name of ['x-real-ip', 'x-forwarded-for', 'x-vercel-forwarded-for'])
      request.headers.set(name, callerIp);
    return handler(request);
  };

/** What AWS puts beside a function whose answer is streamed. */
export const awslambda = {
  streamifyResponse: <Handler>(handler: Handler): Handler => handler,
  HttpResponseStream: {
    from: (stream: object, metadata: object) => Object.assign(stream, { metadata }),
  },
};

/** What a function says of its answer: each cookie becomes a header of its own. */
interface Metadata {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly cookies?: readonly string[];
}

type Handler = (event: object, stream: PassThrough) => Promise<void>;

/**
 * As a function URL of AWS Lambda, with events of payload format 2.0, in which bodies may be in base64, and cookies stand
 * beside the headers.
 */
export const onLambda =
  (handler: Handler, ended: (function_: Promise<void>) => void): Post =>
  async (url, { method, headers, body }) => {
    const { host, pathname, search } = new URL(url);
    const { cookie, ...rest } = Object.fromEntries(new Headers(headers));
    const http = { method, path: pathname, protocol: 'HTTP/1.1', sourceIp: callerIp };
    const event = {
      version: '2.0',
      ...{ rawPath: pathname, rawQueryString: search.slice(1), headers: rest },
      ...(cookie && { cookies: cookie.split('; ') }),
      requestContext: { domainName: host, http },
      ...{ body: Buffer.from(String(body)).toString('base64'), isBase64Encoded: true },
    };
    const stream: PassThrough & { metadata?: Metadata } = new PassThrough();
    ended(handler(event, stream));
    const answer = await text(stream);
    const { statusCode = 0, headers: said = {}, cookies = [] } = stream.metadata ?? {};
    const response = new Response(answer, { status: statusCode, headers: said });
    for (const line of cookies) response.headers.append('set-cookie', line);
    return response;
  };
