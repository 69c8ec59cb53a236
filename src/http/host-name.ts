const variable = (name: string): string | undefined =>
  typeof process === 'undefined' ? undefined : process.env[name];

const isWorkers = (): boolean => {
  const navigator: unknown = Reflect.get(globalThis, 'navigator');
  return Object(navigator).userAgent === 'Cloudflare-Workers';
};

/** Hosts, in the order in which they are looked for: the later ones also are what the earlier ones are. */
const hosts: readonly [name: string, isHere: () => boolean, addressAt: string][] = [
  [
    'Deno',
    () => 'Deno' in globalThis,
    'pass the `info` of Deno.serve on to Yoga, or its `info.remoteAddr.hostname`',
  ],
  [
    'Bun',
    () => 'Bun' in globalThis,
    'pass the server of Bun.serve on to Yoga, or its `requestIP(request)?.address`',
  ],
  ['Cloudflare Workers', isWorkers, "`ctx.request.headers.get('cf-connecting-ip')`"],
  [
    'AWS Lambda',
    () => variable('AWS_LAMBDA_FUNCTION_NAME') !== undefined,
    '`requestContext.http.sourceIp` of the event',
  ],
  ['Vercel', () => variable('VERCEL') !== undefined, "`ctx.request.headers.get('x-real-ip')`"],
  [
    'Node',
    () => typeof process !== 'undefined',
    'the socket is missing in the context (Hono, Next) or has no address (a Unix socket)',
  ],
];

/** The host that this runs on, and where an address is to be found there. */
export const describeHost = (): string => {
  const host = hosts.find(([, isHere]) => isHere());
  return host ? `${host[0]}: ${host[2]}` : 'not one that we know';
};
