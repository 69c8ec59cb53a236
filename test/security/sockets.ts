import type { EmailAuthOptions } from '../../src/index.js';
import { createBroadcast } from '../support/event-streams.js';
import { makeFaulty } from '../support/faulty-cache.js';
import { noLimits } from '../support/service.js';
import { openSocket, startSocketServer } from '../support/socket-server.js';
import { ada, home } from './actors.js';
import { streamSchema } from './stream-schema.js';
import type { World } from './world.js';

/** A socket of ada's with its two streams, and another process over the same cache. */
export const openRenewable = async (world: World, options: EmailAuthOptions = {}) => {
  const faulty = makeFaulty(world.openCache());
  const common = { cache: faulty.cache, limits: noLimits, loginCode: { resendAfter: 0 }, ...options };
  const service = world.service(common);
  const { auth, clock } = service;
  const other = world.service({ ...common, clock });
  const feed = createBroadcast();
  const { http, ws, stop } = await startSocketServer(auth, streamSchema(feed.events)(auth), 'without Yoga');
  world.afterwards(stop);
  const connect = async (accessToken?: string) => {
    const socket = await openSocket(ws, {
      connectionParams: accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` },
    });
    world.afterwards(async () => socket.end());
    return socket;
  };
  const first = await service.logIn(ada);
  const socket = await connect(first.accessToken);
  const marked = socket.subscribe('subscription { marked }');
  const open = socket.subscribe('subscription { open { secret who } }');
  await Promise.all([marked.next(), open.next()]);
  let n = 0;
  return {
    ...service,
    ...{ http, other, faulty, first, socket, connect },
    /** A new pair of the same session, a minute later. */
    refresh: (pair = first) => {
      clock.advance(60);
      return auth.refresh(pair.refreshToken, home);
    },
    /** Sends a new token in both ways. */
    renew: async (accessToken: string, on = socket) => {
      const authorization = `Bearer ${accessToken}`;
      await Promise.all([on.ask('{ hello }', { authorization }), on.ping({ authorization })]);
    },
    /** What the two streams and a new operation know of ada: nothing, where it is null. */
    look: async () => {
      n += 1;
      feed.publish(n);
      const [first, second] = await Promise.all([marked.next(), open.next()]);
      const me = await socket.ask('{ me }');
      return { marked: first?.data?.marked === n, who: second.data.open.who, me: me.data?.me ?? null };
    },
  };
};
