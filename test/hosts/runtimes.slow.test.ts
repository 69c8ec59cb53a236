import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { type Block, blockOf } from '../docs/pages.js';
import { installIn } from '../tools/install.mjs';
import { overHttp } from './clients.js';
import { describeHost } from './contract.js';
import type { HostSettings } from './host-app.js';
import { callerIp } from './platforms.js';
import { printed } from './printed.js';
import { createUserFolder } from './user-folder.js';
import { startWorker } from './worker.js';

const tools = resolve(import.meta.dirname, '../tools/hosts');
for (const name of ['bun', 'deno'])
  installIn(tools, name, 'Bun and Deno could not be installed: run npm ci in test/tools/hosts.');

/** What a block imports as `./server.js`, where the settings are known only as text. */
const serverOf = (settings: HostSettings): string =>
  `import { openHostApp } from './test/hosts/host-app.ts';
  export const { auth, schema, yoga } = openHostApp(${JSON.stringify(settings)});`;

/** The block of a page, in a runtime of its own, on a port that is free and printed. */
const inRuntime =
  ({ code }: Block, command: readonly string[]) =>
  async (settings: HostSettings) => {
    const folder = await createUserFolder(code.replace('port: 4000', 'port: 0'), serverOf(settings));
    const [name = '', ...args] = command;
    const { NODE_ENV, ...env } = process.env;
    const child = spawn(join(tools, 'node_modules/.bin', name), [...args, 'main.ts'], {
      cwd: folder.path,
      env,
    });
    const [, port] = await printed(child, /http:\/\/\S+:(\d+)/);
    return {
      ...overHttp(`http://127.0.0.1:${port}/graphql`),
      stop: async () => {
        child.kill('SIGKILL');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
        folder.remove();
      },
    };
  };

const onSockets = { direct: '127.0.0.1', takesProxies: true, cacheControl: 'no-store' } as const;

describeHost({
  ...onSockets,
  name: 'Bun',
  tells: false,
  start: inRuntime(blockOf('docs/runtimes.md', 'Bun.serve'), ['bun']),
});
// Deno's `completed` is its word that it has taken the answer, which may be before that has left.
describeHost({
  ...{ ...onSockets, name: 'Deno', tells: false },
  start: inRuntime(blockOf('docs/runtimes.md', 'Deno.serve'), [
    'deno',
    'run',
    '--allow-all',
    '--node-modules-dir=manual',
  ]),
});

describeHost({
  ...{
    name: 'Cloudflare Workers',
    direct: callerIp,
    takesProxies: false,
    tells: false,
    cacheControl: 'no-store',
  },
  start: startWorker,
});
