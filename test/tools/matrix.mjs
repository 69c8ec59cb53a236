// `npm run matrix`: the tests, with the other versions that package.json and README promise. Each cell is a copy of the
// repository with packages of its own; it says which versions really ran, and what failed.
// `npm run matrix -- graphql-17 valkey` takes these cells, in that order.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { copyRepository } from './copy-repository.mjs';
import { findValkey } from './find-valkey.mjs';

const root = resolve(import.meta.dirname, '../..');

/** What is about this repository, whatever it is installed with. */
const aboutTheRepository = ['test/rules', 'test/docs', 'test/token/keys/published-keys.test.ts'];

/** Name, packages instead of those of the lock file, and whether the server is Valkey. */
const cells = {
  oldest: {
    about: 'the lowest versions that package.json allows, where they were published',
    packages: [
      ...['node@20.19.0', 'graphql@16.10.0', '@pothos/core@4.15.1', 'graphql-yoga@5.0.0'],
      ...['keyv@5.6.0', '@keyv/redis@5.1.0', 'nodemailer@10.5.0'],
    ],
    // With Yoga 5.0, the response cache does not run, Fastify does not send the answer, the errors that are masked have no
    // code, and an argument `toString` ends a request. The types of nodemailer 10.5 lack an option of 10.6 that we set.
    without: [
      ...[
        'response cache',
        'all other plugins',
        'Fastify',
        'examples/fastify',
        'stays masked where it is anything else',
      ],
      ...['never what every object inherits', 'what migrate prints compiles'],
    ].join('|'),
  },
  'graphql-17': { about: 'graphql 17', packages: ['graphql@17'] },
  'node-22': { about: 'Node 22', packages: ['node@22'] },
  'node-24': { about: 'Node 24', packages: ['node@24'] },
  newest: {
    about: 'Node 24, with the newest of everything',
    packages: [
      'node@24',
      'graphql@17',
      'keyv@6',
      '@keyv/redis@6.0.0-rc.1',
      'graphql-yoga@5',
      'nodemailer@latest',
    ],
    // That adapter wants keyv 5: see docs/redis.md.
    without: '@keyv/valkey|keyPrefix',
  },
  valkey: { about: 'Valkey in place of Redis', packages: [], valkey: true },
};

const versionOf = (folder, name) =>
  JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;

const copyTo = (folder) => {
  copyRepository(root, folder);
  // Built once, with the compiler and the types of the lock file, as the published package is.
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
};

const install = (folder, packages) => {
  const npm = (...args) => execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  npm('ci', '--prefer-offline');
  // Plugins of Pothos and tools of the tests name narrower ranges than they need.
  if (packages.length > 0) npm('install', '--no-save', '--legacy-peer-deps', '--prefer-offline', ...packages);
};

/** A folder for the PATH, in which the names of both servers are Valkey. */
const asRedis = (folder, valkey) => {
  const bin = join(folder, 'servers');
  mkdirSync(bin);
  for (const name of ['redis-server', 'valkey-server']) symlinkSync(valkey, join(bin, name));
  return bin;
};

const runTests = (folder, { packages, without }, path) => {
  const node = packages.some((each) => each.startsWith('node@'))
    ? join(folder, 'node_modules/node/bin/node')
    : process.execPath;
  const report = join(folder, 'report.json');
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  const excluded = aboutTheRepository.flatMap((each) => ['--exclude', each, '--exclude', `${each}/**`]);
  const { REDIS_URL: _, ...env } = process.env;
  // The tests start processes by the name `node`, too.
  env.PATH = [...path, dirname(node), env.PATH].join(delimiter);
  const output = ['--reporter=json', `--outputFile=${report}`, '--retry=1'];
  // Ten minutes alone; a machine that does much else has taken 32.
  const timeout = 60 * 60_000;
  const named = without ? ['-t', `^(?!.*(${without}))`] : [];
  const { error } = spawnSync(node, [vitest, 'run', ...output, ...excluded, ...named], {
    ...{ cwd: folder, env, stdio: 'ignore', timeout },
  });
  if (error) throw error;
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  return { node: version, ...JSON.parse(readFileSync(report, 'utf8')) };
};

const failuresOf = ({ testResults }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((each) => each.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [`${name}: ${message}`];
    return failed.map(({ fullName, failureMessages: [first] }) => `${fullName}: ${first?.split('\n')[0]}`);
  });

/** Runs a cell; true where nothing failed. */
const run = async (name) => {
  const cell = cells[name];
  const valkey = cell.valkey ? await findValkey() : undefined;
  if (cell.valkey && !valkey) {
    console.info(`${name}: not run, since there is no valkey-server here`);
    return true;
  }
  const folder = mkdtempSync(join(tmpdir(), `email-auth-matrix-${name}-`));
  try {
    copyTo(folder);
    install(folder, cell.packages);
    const report = runTests(folder, cell, valkey ? [asRedis(folder, valkey.path)] : []);
    const failures = failuresOf(report);
    const versions = ['graphql', '@pothos/core', 'graphql-yoga', 'keyv', '@keyv/redis', 'nodemailer'].map(
      (each) => `${each} ${versionOf(folder, each)}`,
    );
    const what = [`node ${report.node}`, ...versions, ...(valkey ? [valkey.version] : [])].join(', ');
    console.info(`${name} (${cell.about}; ${what}):`);
    console.info(
      `  ${report.numPassedTests} passed, ${report.numFailedTests} failed, ${report.numPendingTests} skipped`,
    );
    for (const failure of failures) console.info(`  FAILED ${failure}`);
    return failures.length === 0 && report.numPassedTests > 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(cells);
const unknown = chosen.filter((name) => !(name in cells));
if (unknown.length > 0) {
  console.error(`There is no cell ${unknown.join(', ')}. There are: ${Object.keys(cells).join(', ')}`);
  process.exit(1);
}
execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'ignore' });
for (const name of chosen) {
  // A cell that cannot be installed, or does not end, keeps no other from its turn.
  const passed = await run(name).catch(({ message }) => console.info(`${name}: ${message}`));
  if (!passed) process.exitCode = 1;
}
