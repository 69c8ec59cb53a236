import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createSocketApp } from '../../examples/graphql-ws.js';
import { useCleanUps } from '../support/clean-ups.js';
import { createTestAuth } from '../support/service.js';
import { openSocket } from '../support/socket-server.js';

const { later, afterwards } = useCleanUps();

it('examples/graphql-ws.ts counts on, past the end of the first token', async () => {
  let app: ReturnType<typeof createSocketApp> | undefined;
  const { auth, clock, logIn } = createTestAuth<{ role: 'admin' | 'user' }>({}, (options) => {
    app = createSocketApp(options, 1);
    return app.auth;
  });
  if (!app) throw new Error('no app');
  const server = later(app.server, (started) => started.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const first = await logIn('ada@example.com');
  const socket = await openSocket(`ws://127.0.0.1:${port}/graphql`, {
    connectionParams: { authorization: first.accessToken },
  });
  afterwards(socket.end);
  const stream = socket.subscribe('subscription { seconds }');
  expect(await stream.next()).toEqual({ data: { seconds: 1 } });
  clock.advance(200);
  const second = await auth.refresh(first.refreshToken, { ip: null });
  await socket.ask('{ hello }', { authorization: `Bearer ${second.accessToken}` });
  clock.advance(200);
  const { data } = await stream.next();
  expect(data.seconds).toBeGreaterThan(1);
  expect(await socket.ask('{ me }')).toEqual({ data: { me: 'ada@example.com' } });
});
