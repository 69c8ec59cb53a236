import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedisApp } from '../../examples/redis.js';
import { useRedis } from '../support/redis.js';
import { signingKey } from '../support/service.js';

describe('examples/redis.ts', () => {
  let redis: Awaited<ReturnType<typeof useRedis>>;
  let apps: ReturnType<typeof createRedisApp>[];
  let code = '';
  beforeAll(async () => {
    redis = await useRedis();
    const delivery = async (message: { code: string }) => {
      code = message.code;
    };
    apps = [1, 2].map(() => createRedisApp(redis.url, { signingKey, delivery }));
  });
  afterAll(async () => {
    await apps[0]?.cache.clear();
    for (const { cache } of apps) await cache.disconnect();
    await redis.stop();
  });

  it('asks for a code at one server, logs in at another, and is known at both', async () => {
    const [here, there] = apps;
    if (!here || !there) throw new Error('two servers');
    await here.auth.check();
    const identity = 'ada@example.com';
    const caller = { ip: '192.0.2.1' };
    const { challenge } = await here.auth.requestLoginCode(identity, caller);
    await here.auth.close();
    const { accessToken, refreshToken } = await there.auth.login({ identity, code, challenge }, caller);
    const me = async ({ yoga }: typeof here) => {
      const response = await yoga.fetch('http://server/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
        body: JSON.stringify({ query: '{ me }' }),
      });
      return (await response.json()) as { data: { me: string | null } };
    };
    expect(await me(here)).toEqual({ data: { me: identity } });
    expect(await me(there)).toEqual({ data: { me: identity } });
    await there.auth.logout(refreshToken);
    expect((await me(there)).data.me).toBeNull();
    expect((await me(here)).data.me).toBeNull();
  });
});
