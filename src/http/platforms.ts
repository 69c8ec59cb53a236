import { type HostContext, headerOf } from './host-context.js';
import { runsOnVercel, runsOnWorkers } from './runs-on.js';

const single = (header: unknown): string | null => (typeof header === 'string' ? header : null);

/**
 * The caller's address on Vercel, for `useEmailAuth(auth, { ip: fromVercel })`: the header `x-real-ip`, which Vercel
 * writes over whatever the caller sends. Null wherever the variable `VERCEL` is not 1, or `VERCEL_URL` is empty: there
 * anybody can send that header. So never set these variables yourself.
 *
 * Where another proxy stands before Vercel, the address is that proxy's.
 *
 * @see https://vercel.com/docs/headers/request-headers
 */
export const fromVercel = (context: object): string | null =>
  runsOnVercel() ? single(headerOf(context, 'x-real-ip')) : null;

/**
 * The caller's address in a Worker of Cloudflare, for `useEmailAuth(auth, { ip: fromCloudflare })`: the header
 * `cf-connecting-ip`, which Cloudflare writes over whatever the caller sends. Null wherever this does not run in a Worker:
 * there anybody who finds the server behind Cloudflare can send that header. For such a server, trust Cloudflare's
 * networks: `proxy: { trust: […], header: 'cf-connecting-ip' }`.
 *
 * @see https://developers.cloudflare.com/fundamentals/reference/http-headers/
 */
export const fromCloudflare = (context: object): string | null =>
  runsOnWorkers() ? single(headerOf(context, 'cf-connecting-ip')) : null;

/** An event of API Gateway (HTTP or REST) or of a function URL, as far as it is read here. */
interface LambdaHost extends HostContext {
  readonly event?: {
    readonly requestContext?: {
      readonly http?: { readonly sourceIp?: string };
      readonly identity?: { readonly sourceIp?: string };
    };
  };
}

/**
 * The caller's address on AWS Lambda, for `useEmailAuth(auth, { ip: fromLambda })`: `sourceIp` of the event, which you hand
 * to Yoga as `yoga.fetch(url, init, { event })`. AWS takes it from the connection, and no header changes it. Null for
 * events that have none: those of a load balancer, which appends to `x-forwarded-for` (`proxy: { hops: 1 }`).
 *
 * Where CloudFront or another proxy stands before API Gateway, the address is that proxy's.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const fromLambda = ({ event }: LambdaHost): string | null => {
  const { http, identity } = event?.requestContext ?? {};
  return http?.sourceIp ?? identity?.sourceIp ?? null;
};
