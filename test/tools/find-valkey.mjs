import { execFileSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const onPath = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'valkey-server'))
    .find(isExecutable);

/** Debian has Valkey since its release 13; for 12 it is in the backports. Null on any other system. */
const suiteOf = (release) => (release.includes('VERSION_CODENAME=bookworm') ? 'bookworm-backports' : null);

/** The mirror that this machine takes bookworm from. */
const mirror = () =>
  execFileSync('apt-get', ['indextargets', '--format', '$(CODENAME) $(REPO_URI)'], { encoding: 'utf8' })
    .split('\n')
    .find((line) => line.startsWith('bookworm '))
    ?.split(' ')[1];

/**
 * Debian's program, unpacked into a folder of its own: nothing is installed, no source of packages is added for good.
 * The program decides by its name whether it is the server, so the caller links to it by that name.
 */
const fetchFromBackports = (suite) => {
  const folder = join(tmpdir(), `email-auth-valkey-${suite}`);
  const program = join(folder, 'root/usr/bin/valkey-check-rdb');
  if (isExecutable(program)) return program;
  for (const each of ['lists/partial', 'cache/archives/partial', 'root'])
    mkdirSync(join(folder, each), { recursive: true });
  const list = join(folder, 'sources.list');
  writeFileSync(list, `deb ${mirror()} ${suite} main\n`);
  const settings = {
    'Dir::Etc::sourcelist': list,
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    'APT::Sandbox::User': 'root',
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  const run = (program, args) => execFileSync(program, args, { cwd: folder, stdio: 'ignore' });
  run('apt-get', [...options, 'update']);
  run('apt-get', [...options, 'download', 'valkey-tools']);
  const archive = readdirSync(folder).find((name) => name.endsWith('.deb'));
  run('dpkg-deb', ['-x', archive, 'root']);
  return program;
};

/** The Valkey server: its program and what it says of itself. Undefined where there is none to be had. */
export const findValkey = async () => {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const suite = suiteOf(release);
  const path = onPath() ?? (suite && process.getuid?.() === 0 ? fetchFromBackports(suite) : undefined);
  if (!path) return undefined;
  const version = execFileSync(path, ['--version'], { argv0: 'valkey-server', encoding: 'utf8' });
  return { path, version: /Valkey server v=\S+/.exec(version)?.[0] ?? 'an unknown Valkey' };
};
