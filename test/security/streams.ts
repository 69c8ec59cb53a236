import type { EmailAuthOptions } from '../../src/index.js';
import { createFeed, listenOverHttp } from '../support/event-streams.js';
import { noLimits } from '../support/service.js';
import { ada } from './actors.js';
import { streamSchema } from './stream-schema.js';
import type { World } from './world.js';

/** A server, its two streams, and another process over the same cache. */
export const openStreams = async ({ serve, service, openCache }: World, options: EmailAuthOptions = {}) => {
  const feeds = { marked: createFeed(), open: createFeed() };
  const cache = openCache();
  const common = { cache, limits: noLimits, loginCode: { resendAfter: 0 }, ...options };
  const server = await serve({
    ...(common as object),
    schemaOf: (auth) => {
      const waiting = [feeds.marked, feeds.open];
      return streamSchema(() => waiting.shift()?.events() ?? createFeed().events())(auth);
    },
  });
  const other = service({ ...common, clock: server.clock });
  const pair = await server.logIn(ada);
  const marked = listenOverHttp(server.http.url, 'subscription { marked }', pair);
  const open = listenOverHttp(server.http.url, 'subscription { open { n secret who } }', pair);
  let n = 0;
  /** The next event of each stream; the first to ask gets the first feed. */
  const next = async () => {
    n += 1;
    feeds.marked.publish(n);
    const first = await marked.next();
    feeds.open.publish(n);
    return { n, marked: first, open: (await open.next()).value };
  };
  return { ...server, other, pair, next };
};
