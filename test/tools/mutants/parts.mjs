import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
const filesIn = (folder, ...without) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts') && !without.includes(name))
    .map((name) => `${folder}/${name}`);

const flows = (...names) => names.map((name) => `src/flows/${name}.ts`);
const service = (...names) => names.map((name) => `test/service/${name}.test.ts`);

/** What is changed, and the tests that are to see it: those that see most come first. All but those of the scripts run in memory. */
export const parts = {
  steps: {
    files: filesIn('src/store/steps', 'index.ts'),
    suites: [
      ...['test/store/contract.test.ts', 'test/store/kept.test.ts', 'test/faults/moved-sessions.test.ts'],
      ...service('kept-data', 'key-rotation'),
    ],
  },
  lua: {
    lua: true,
    // A script that does not end holds up the whole Redis.
    patience: 90_000,
    files: filesIn('src/store/redis/generated', 'index.ts'),
    suites: ['test/store/contract-redis.test.ts', 'test/store/differential.test.ts'],
    env: { SEED: '1', SEQUENCES: '300', MUTANTS_REDIS: 'yes', MUTANTS_SLOWEST: '60000' },
  },
  token: {
    files: ['token', 'compact-jws', 'jwt-options'].map((name) => `src/token/${name}.ts`),
    suites: [
      'test/token/token.test.ts',
      ...service('tokens', 'wrong-options', 'options', 'option-types', 'kept-options', 'signing-keys'),
    ],
  },
  'flows-login': {
    files: flows(
      'login',
      'counters',
      'take-place',
      'parse-identity',
      'read-claims',
      'ask-claims',
      'guarded-store',
    ),
    suites: [
      ...service('login-events', 'counted', 'guarded-store', 'read-claims', 'claims-mistakes'),
      ...service('take-place', 'hostile-input', 'session-options', 'strangers'),
    ],
  },
  'flows-sessions': {
    files: [
      ...flows('refresh', 'issue-tokens', 'update-claims', 'report-reuse', 'logout', 'list-sessions'),
      ...flows('authenticate', 'guarded-tokens', 'service-parts'),
    ],
    suites: [
      ...service('session-events', 'login-events', 'slow-refresh', 'session-options', 'after-outage'),
      'test/pothos/session-streams.test.ts',
      ...service('sessions', 'lost-answers', 'tokens', 'two-tabs', 'claims', 'claims-mistakes'),
    ],
  },
  'flows-mail': {
    files: [
      ...flows('request-login-code', 'issue-code', 'send-code', 'deliver-code', 'free-cooldown'),
      ...flows('require-health', 'check', 'close'),
    ],
    suites: [...service('mail-events', 'mail-flows', 'check-steps', 'check', 'start-times', 'close')],
  },
  keyring: {
    files: ['src/token/keyring.ts', 'src/token/signing-key.ts', ...filesIn('src/token/keys')],
    suites: [
      'test/token/signing-key.test.ts',
      ...['refusals', 'read-text', 'read-objects', 'read-openssh'].map(
        (name) => `test/token/keys/${name}.test.ts`,
      ),
      ...service('signing-keys'),
    ],
  },
  identity: {
    files: ['identity', 'invisible', 'secret'].map((name) => `src/code/${name}.ts`),
    suites: [
      ...['identity-bounds', 'identity', 'secret'].map((name) => `test/code/${name}.test.ts`),
      ...service('mailbox', 'wrong-options', 'options'),
    ],
  },
  proxy: {
    files: ['src/http/proxy.ts', 'src/http/forwarded-for.ts', 'src/http/trusted-networks.ts'],
    suites: ['trusted-networks', 'proxy', 'forwarded-for'].map((name) => `test/http/${name}.test.ts`),
  },
  'delivery-failure': {
    files: [
      'src/delivery/delivery-failure.ts',
      'src/core/failure-code.ts',
      ...filesIn('src/delivery/failure'),
    ],
    suites: ['delivery/delivery-failure', 'core/failure-code', 'delivery/failure-readings'].map(
      (name) => `test/${name}.test.ts`,
    ),
  },
};
