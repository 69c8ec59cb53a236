import { runsOnLambda, runsOnVercel, runsOnWorkers } from './runs-on.js';

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
  ['Cloudflare Workers', runsOnWorkers, '`ip: fromCloudflare`'],
  // Functions of Vercel run on Lambda.
  ['Vercel', runsOnVercel, '`ip: fromVercel`'],
  ['AWS Lambda', runsOnLambda, 'hand the event to Yoga, and `ip: fromLambda`'],
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
