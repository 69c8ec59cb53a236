import { GraphQLDeferDirective, GraphQLStreamDirective } from '@graphql-tools/utils';
import SchemaBuilder from '@pothos/core';
import { GraphQLSchema, versionInfo } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { afterEach, describe, expect, it } from 'vitest';
import EmailAuthPlugin, { type WithAuth } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { createFeed, listenOverHttp } from '../support/event-streams.js';
import { startHttpServer } from '../support/http-server.js';
import { createTestAuth, noLimits } from '../support/service.js';

const identity = 'ada@example.com';

let stop = async () => {};
afterEach(() => stop());

const serve = async () => {
  const service = createTestAuth({ limits: noLimits });
  const feed = createFeed();
  const builder = new SchemaBuilder<WithAuth>({ plugins: [EmailAuthPlugin], emailAuth: service.auth });
  const Item = builder.objectRef<{ n: number }>('Item').implement({
    fields: (t) => ({
      n: t.exposeInt('n'),
      secret: t.exposeInt('n', { authenticated: true, nullable: true }),
    }),
  });
  builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
  builder.subscriptionType({
    fields: (t) => ({
      open: t.field({ type: [Item], subscribe: () => feed.events(), resolve: (n) => [{ n }, { n }] }),
      marked: t.int({
        authenticated: true,
        nullable: true,
        subscribe: () => feed.events(),
        resolve: (n) => n,
      }),
    }),
  });
  const config = builder.toSchema().toConfig();
  const directives = [...config.directives, GraphQLDeferDirective, GraphQLStreamDirective];
  const yoga = createYoga({
    schema: new GraphQLSchema({ ...config, directives }),
    plugins: [useEmailAuth(service.auth)],
    logging: false,
  });
  const http = await startHttpServer(yoga);
  stop = http.stop;
  return { ...service, feed, http };
};

describe('a subscription over HTTP', () => {
  const logoutEverywhere = 'mutation { logoutEverywhere }';

  it('that is not marked goes on after a logout from elsewhere, and hides its marked fields', async () => {
    const { http, feed, logIn } = await serve();
    const [here, elsewhere] = [await logIn(identity), await logIn(identity, '198.51.100.1')];
    const events = listenOverHttp(http.url, 'subscription { open { n secret } }', here);
    const publish = (n: number) => {
      feed.publish(n);
      return events.next();
    };
    expect((await publish(1)).value).toEqual({
      data: {
        open: [
          { n: 1, secret: 1 },
          { n: 1, secret: 1 },
        ],
      },
    });
    const headers = { authorization: `Bearer ${elsewhere.accessToken}` };
    expect(await http.query(logoutEverywhere, {}, headers)).toEqual({ data: { logoutEverywhere: true } });
    for (const n of [2, 3]) {
      const { value } = await publish(n);
      expect(value.data).toEqual({
        open: [
          { n, secret: null },
          { n, secret: null },
        ],
      });
      expect(value.errors.map(({ extensions }: { extensions: object }) => extensions)).toEqual([
        { code: 'UNAUTHENTICATED', reason: 'revoked' },
        { code: 'UNAUTHENTICATED', reason: 'revoked' },
      ]);
    }
    await events.return(undefined);
  });

  it('that is marked ends with the refusal', async () => {
    const { http, feed, logIn, auth } = await serve();
    const events = listenOverHttp(http.url, 'subscription { marked }', await logIn(identity));
    const publish = (n: number) => {
      feed.publish(n);
      return events.next();
    };
    expect((await publish(1)).value).toEqual({ data: { marked: 1 } });
    await auth.logoutEverywhere(identity);
    expect((await publish(2)).value).toMatchObject({
      data: { marked: null },
      errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'revoked' } }],
    });
    expect((await publish(3)).done).toBe(true);
  });

  // graphql 17 refuses `@defer` in subscriptions.
  it.skipIf(versionInfo.major > 16)('hides its marked fields where they are deferred', async () => {
    const { http, feed, logIn, auth } = await serve();
    const events = listenOverHttp(
      http.url,
      'subscription { open { n ... @defer { secret } } }',
      await logIn(identity),
    );
    const collect = async (n: number) => {
      feed.publish(n);
      let text = '';
      for (let part = await events.next(); !part.done; part = await events.next()) {
        text += JSON.stringify(part.value);
        if (text.includes('secret')) break;
      }
      return text;
    };
    expect(await collect(1)).toContain('"secret":1');
    await auth.logoutEverywhere(identity);
    const after = await collect(2);
    expect(after).toContain('"reason":"revoked"');
    expect(after).not.toContain('"secret":2');
    await events.return(undefined);
  });
});
