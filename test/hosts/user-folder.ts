import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../docs/pages.js';

/** Where a user has a server: the built package and its peers are installed, and nothing else of ours is near. */
export interface UserFolder {
  readonly path: string;
  remove(): void;
}

/** Makes a `node_modules` with the package and all that is installed here. */
export const linkModules = (folder: string): void => {
  mkdirSync(folder);
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(folder, name));
  symlinkSync(root, join(folder, 'pothos-plugin-email-auth'));
};

/**
 * @param code - of `main.ts`
 * @param server - of what it imports as `./server.js`, which may import from this repository
 */
export const createUserFolder = async (code: string, server: string): Promise<UserFolder> => {
  if (!existsSync(join(root, 'dist')))
    throw new Error('There is no build to test: say `npm run build` first.');
  const path = mkdtempSync(join(tmpdir(), 'email-auth-host-'));
  linkModules(join(path, 'node_modules'));
  writeFileSync(join(path, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(path, 'main.ts'), code);
  await build({
    stdin: { contents: server, resolveDir: root },
    outfile: join(path, 'server.js'),
    ...{ bundle: true, format: 'esm', packages: 'external', logLevel: 'error' },
    // Not the paths of our own, which lead to the sources.
    tsconfigRaw: {},
  });
  return { path, remove: () => rmSync(path, { recursive: true }) };
};
