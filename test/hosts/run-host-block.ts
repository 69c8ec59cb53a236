import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { vi } from 'vitest';
import { type Block, root } from '../docs/pages.js';
import type { HostApp, HostSettings } from './host-app.js';

/** Whatever begins to listen meanwhile does so on a port that is free. */
export const listenAnywhere = async (begin: () => Promise<unknown>): Promise<HttpServer[]> => {
  const servers: HttpServer[] = [];
  const { listen } = Server.prototype;
  const spy = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (
    this: Server,
    ...args: unknown[]
  ) {
    // Boundary: the pages start servers of HTTP.
    servers.push(this as HttpServer);
    const heard = args.findLast((argument) => typeof argument === 'function');
    return Reflect.apply(listen, this, [0, '127.0.0.1', heard]);
  });
  try {
    await begin();
    await vi.waitUntil(() => servers.every((server) => server.listening), { timeout: 30_000 });
  } finally {
    spy.mockRestore();
  }
  return servers;
};

/** A block that runs in this process, its exports, and what it has for `./server.js`. */
export interface RunningBlock {
  readonly app: HostApp;
  readonly exports: Record<string, never>;
  /** Null where it does not listen. */
  readonly url: string | null;
  stop(): Promise<void>;
}

/** Runs a block of a page, word for word but for the port. */
export const runHostBlock = async (
  { code }: Pick<Block, 'code'>,
  settings: HostSettings,
): Promise<RunningBlock> => {
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  const server = [
    `import { openHostApp } from '../../hosts/host-app.js';`,
    `export const app = openHostApp(${JSON.stringify(settings)});`,
    'export const { auth, schema, yoga } = app;',
  ];
  writeFileSync(join(folder, 'server.ts'), server.join('\n'));
  // The proxies of these tests are on loopback.
  writeFileSync(join(folder, 'block.ts'), settings.proxy ? code.replace('10.0.0.0/8', '127.0.0.0/8') : code);
  try {
    let exports: Record<string, never> = {};
    const servers = await listenAnywhere(async () => {
      exports = await import(join(folder, 'block.ts'));
    });
    const { app } = (await import(join(folder, 'server.ts'))) as { app: HostApp };
    const port = servers[0] && (servers[0].address() as AddressInfo).port;
    const stop = async () => {
      await app.auth.close();
      for (const each of servers) {
        each.close();
        each.closeAllConnections();
      }
    };
    return { app, exports, url: port ? `http://127.0.0.1:${port}` : null, stop };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
