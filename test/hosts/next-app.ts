import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { blockOf, root } from '../docs/pages.js';
import { installIn } from '../tools/install.mjs';
import { printed } from './printed.js';

const tools = resolve(import.meta.dirname, '../tools/next');
const next = join(tools, 'node_modules/next/dist/bin/next');

/** As on a server: what the tests say of their own mode is not for Next. */
const environment = (variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv => {
  const { NODE_ENV, VITEST, EMAIL_AUTH_SIGNING_KEY, SMTP_URL, ...env } = process.env;
  // Boundary: Next declares NODE_ENV as always there.
  return { ...env, NEXT_TELEMETRY_DISABLED: '1', ...variables } as NodeJS.ProcessEnv;
};

/** What the block of the page imports as `./server.js`; the settings are known when it is started. */
const server = `import { openHostApp } from './test/hosts/host-app.ts';
  export const { auth, schema, yoga } = openHostApp(JSON.parse(process.env.HOST_SETTINGS));`;

const filesOf = (): Readonly<Record<string, string>> => ({
  'package.json': '{ "private": true, "type": "module" }',
  // Else it takes the paths of our own, which lead to the sources.
  'jsconfig.json': '{ "compilerOptions": {} }',
  'next.config.mjs': `export default {
    turbopack: { root: ${JSON.stringify(root)} },
    typescript: { ignoreBuildErrors: true },
  };`,
  'app/graphql/route.ts': blockOf('docs/serverless.md', 'next/server').code,
  'app/api/graphql/route.ts': readFileSync(
    join(root, 'examples/next-route/app/api/graphql/route.ts'),
    'utf8',
  ),
});

/** An app of Next in production, built with the route handlers of our pages and examples, word for word. */
export interface NextApp {
  /** Starts it on a port of its own; answers with where it is. */
  start(variables: Readonly<Record<string, string>>): Promise<{ url: string; stop(): Promise<void> }>;
  remove(): void;
}

const stopGroup = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const closed = once(child, 'close');
  process.kill(-child.pid, 'SIGKILL');
  await closed;
};

/** @param variables - for the build, which loads the routes */
export const buildNextApp = async (variables: Readonly<Record<string, string>>): Promise<NextApp> => {
  installIn(tools, 'next', 'Next could not be installed: run npm ci in test/tools/next.');
  // Below the repository: Turbopack follows no links out of its root, and finds the other packages above.
  const path = mkdtempSync(join(tools, '.app-'));
  const remove = () => rmSync(path, { recursive: true });
  try {
    const installed = join(path, 'node_modules/pothos-plugin-email-auth');
    for (const name of ['package.json', 'dist'])
      cpSync(join(root, name), join(installed, name), { recursive: true });
    for (const [name, text] of Object.entries(filesOf())) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    }
    await build({
      stdin: { contents: server, resolveDir: root },
      outfile: join(path, 'app/graphql/server.js'),
      ...{ bundle: true, format: 'esm', packages: 'external', logLevel: 'error', tsconfigRaw: {} },
    });
    execFileSync(process.execPath, [next, 'build'], {
      cwd: path,
      env: environment(variables),
      stdio: 'pipe',
    });
  } catch (error) {
    remove();
    throw error;
  }
  const start: NextApp['start'] = async (more) => {
    const args = [next, 'start', '--hostname', '127.0.0.1', '--port', '0'];
    const child = spawn(process.execPath, args, { cwd: path, env: environment(more), detached: true });
    try {
      const [, port] = await printed(child, /http:\/\/127\.0\.0\.1:([1-9]\d*)/);
      return { url: `http://127.0.0.1:${port}`, stop: () => stopGroup(child) };
    } catch (error) {
      await stopGroup(child);
      throw error;
    }
  };
  return { start, remove };
};
