import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../docs/pages.js';
import { createCommandFolder } from '../docs/run-commands.js';
import { startCommand } from '../support/child.js';
import { useCleanUps } from '../support/clean-ups.js';
import { useRedis } from '../support/redis.js';
import { openSocket } from '../support/socket-server.js';

const { later } = useCleanUps();

/** The commands that the first lines of the examples name. */
const commands = readdirSync(join(root, 'examples'))
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => {
    const [remark = ''] = /^(\/\/.*\n)+/.exec(readFileSync(join(root, 'examples', name), 'utf8')) ?? [];
    const [command] = /(REDIS_URL=\S+ )?npx tsx examples\/[\w.-]+( react-urql)?/.exec(remark) ?? [];
    return command === undefined ? [] : { name, command };
  });

const folder = createCommandFolder();
let redis: Awaited<ReturnType<typeof useRedis>>;
beforeAll(async () => {
  redis = await useRedis();
});
afterAll(async () => {
  folder.remove();
  await redis.stop();
});

describe('the command of an example', () => {
  it('is known', () => {
    expect(commands.length).toBeGreaterThan(7);
  });

  it.each(commands)('starts a server that answers: $command', async ({ name, command }) => {
    const preload = `--import ${join(root, 'test/support/any-port.mjs')}`;
    const child = later(
      startCommand(command.replace('redis://127.0.0.1:6379', redis.url), root, {
        ...folder.env,
        NODE_OPTIONS: preload,
      }),
      ({ stop }) => stop(),
    );
    const [, port] = await child.match(/listens on (\d+)/);
    const url = `127.0.0.1:${port}/graphql`;
    if (name === 'graphql-ws.ts') {
      const socket = later(await openSocket(`ws://${url}`), ({ end }) => end());
      expect(await socket.ask('{ hello }')).toEqual({ data: { hello: 'Hello, stranger!' } });
      return;
    }
    const answer = await fetch(`http://${url}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ hello }' }),
    });
    expect(await answer.json()).toEqual({ data: { hello: expect.stringMatching(/^Hello/) } });
  });
});
