import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { linkModules } from '../hosts/user-folder.js';
import { type Child, startCommand } from '../support/child.js';
import { root } from './pages.js';

/** What came of a command. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of somebody who has installed the built package and its peers. */
export interface CommandFolder {
  readonly path: string;
  /** With it, `npx` finds what is installed here, and asks no registry. */
  readonly env: NodeJS.ProcessEnv;
  write(name: string, text: string): void;
  /** Lets code in this folder import the package and all that is installed here. */
  linkModules(): void;
  /** Starts a command that does not end by itself. The caller stops it. */
  start(script: string): Child;
  /** Runs commands as a shell does, in this folder. */
  run(script: string, env?: NodeJS.ProcessEnv): Promise<Ended>;
  remove(): void;
}

/** Variables of this machine that commands would read. */
const { NODE_ENV, EMAIL_AUTH_SIGNING_KEY, REDIS_URL, SMTP_URL, ...others } = process.env;

const npx = `#!/bin/sh
name=$1
shift
[ "$name" = pothos-email-auth ] && exec node '${root}/dist/esm/cli/bin.js' "$@"
exec '${root}/node_modules/.bin/'"$name" "$@"
`;

export const createCommandFolder = (): CommandFolder => {
  if (!existsSync(join(root, 'dist')))
    throw new Error('There is no build to test: say `npm run build` first.');
  const path = mkdtempSync(join(tmpdir(), 'email-auth-commands-'));
  const write = (name: string, text: string) => writeFileSync(join(path, name), text, { mode: 0o755 });
  mkdirSync(join(path, 'bin'));
  write('bin/npx', npx);
  const env = { ...others, PATH: [join(path, 'bin'), process.env.PATH].join(delimiter) };
  return {
    path,
    env,
    write,
    linkModules: () => linkModules(join(path, 'node_modules')),
    start: (script) => startCommand(script, path, env),
    run: (script, more = {}) =>
      promisify(execFile)('sh', ['-ec', script], { cwd: path, env: { ...env, ...more } }).then(
        (ended) => ({ code: 0, ...ended }),
        ({ code, stdout, stderr }: Ended) => ({ code, stdout, stderr }),
      ),
    remove: () => rmSync(path, { recursive: true }),
  };
};

/** The commands of a block, one by one, without the remarks beside them. */
export const commandsOf = (code: string): string[] =>
  code
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/ +# .*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
