import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { installIn } from '../tools/install.mjs';
import { overHttp } from './clients.js';
import type { HostSettings } from './host-app.js';
import { callerIp } from './platforms.js';
import { createUserFolder } from './user-folder.js';

const tools = resolve(import.meta.dirname, '../tools/hosts');

/** What is used here of miniflare, which is not installed where the compiler would find its types. */
interface Miniflare {
  readonly ready: Promise<URL>;
  dispose(): Promise<void>;
}

/** examples/worker.ts, with the mails and fields that a test needs. */
const serverOf = (settings: HostSettings): string =>
  `import worker, { createLogin } from './examples/worker.ts';
  import { addHostFields, hostOptions } from './test/hosts/host-app.ts';
  const log = [];
  export const Login = createLogin(hostOptions(${JSON.stringify(settings)}, log), addHostFields(log));
  export default worker;`;

/** Modules of Node, which the flag nodejs_compat brings. */
const builtins: Plugin = {
  name: 'builtins',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[\w:/]+$/ }, ({ path }) => (isBuiltin(path) ? { path, external: true } : null)),
};

/** As Wrangler bundles a Worker. */
const bundle = async (folder: string): Promise<string> => {
  const outfile = join(folder, 'worker.js');
  await build({
    entryPoints: [join(folder, 'main.ts')],
    outfile,
    ...{ bundle: true, format: 'esm', logLevel: 'error', tsconfigRaw: {}, plugins: [builtins] },
    ...{
      platform: 'browser',
      conditions: ['workerd', 'worker', 'browser'],
      define: { 'process.env.NODE_ENV': '"test"' },
    },
  });
  return readFileSync(outfile, 'utf8');
};

/** Cloudflare's own runtime. The network in front of it, which writes the address of the caller, is played by the client. */
export const startWorker = async (settings: HostSettings) => {
  installIn(tools, 'miniflare', 'miniflare could not be installed: run npm ci in test/tools/hosts.');
  const { Miniflare } = createRequire(join(tools, 'package.json'))('miniflare') as {
    readonly Miniflare: new (options: object) => Miniflare;
  };
  const code = `export { default, Login } from './server.js';`;
  const folder = await createUserFolder(code, serverOf(settings));
  const miniflare = new Miniflare({
    modules: [{ type: 'ESModule', path: 'worker.js', contents: await bundle(folder.path) }],
    ...{
      compatibilityDate: '2026-06-01',
      compatibilityFlags: ['nodejs_compat'],
      durableObjects: { LOGIN: 'Login' },
    },
    bindings: { EMAIL_AUTH_SIGNING_KEY: settings.signingKey },
  });
  const { href } = new URL('/graphql', await miniflare.ready);
  const client = overHttp(href, (url, init) =>
    fetch(url, { ...init, headers: { ...init.headers, 'cf-connecting-ip': callerIp } }),
  );
  const stop = async () => {
    await miniflare.dispose();
    folder.remove();
  };
  return { ...client, stop };
};
