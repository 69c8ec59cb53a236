import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { versionInfo } from 'graphql';

/** What `npm test`, `npm run test:slow` or `npm run test:fast` runs. */
export interface Suite {
  readonly include: string[];
  readonly exclude: string[];
  readonly env: Record<string, string>;
}

const root = resolve(import.meta.dirname, '../..');
const all = 'test/**/*.test.ts';
const slow = 'test/**/*.slow.test.ts';

/** What a file imports if it starts servers or processes. */
const starts =
  /from '(node:child_process|\.[./]*\/(support\/)?(child|chromium|nginx|postfix|python|redis|redis-[\w-]+|ssh-keygen|workers)\.js)'/;

/** What has a slow version repeats much in its quick one, too. */
const repeatsMuch = (file: string): boolean =>
  existsSync(join(root, file.replace(/\.test\.ts$/, '.slow.test.ts')));

/** What takes a second or more each. The attacks on one guarantee have a command of their own: `npm test -- -t C1:`. */
const takeSeconds = [
  ...[
    'security/guarantees',
    'security/guarantees-without-cache',
    'store/slow-adapters',
    'store/interleavings',
    'pothos/federation',
  ],
  ...['service/guessing', 'service/option-types', 'service/delivery', 'service/claims', 'service/sessions'],
  ...['docs/readme-blocks', 'docs/client-blocks', 'docs/cookie-blocks', 'docs/move-blocks'],
  ...['docs/plugin-blocks'],
  ...['service/start-times', 'service/claims-mistakes', 'service/wrong-options', 'service/kept-data'],
  ...['http/forwarded-for', 'http/replies', 'http/enumeration', 'http/csrf', 'http/graphql-ws'],
  ...['store/prefix', 'pothos/marks-and-plugins', 'code/identity', 'core/address'],
  ...['mail/headers', 'mail/choose-locale', 'client/refresh', 'client/fetch'],
  ...['hosts/hosts', 'hosts/serverless', 'hosts/examples'],
  ...['client/cookies', 'client/cookie-adapters', 'client/web-locks'],
  ...['docs/marks', 'docs/notices', 'docs/options', 'docs/plugins', 'docs/providers', 'docs/verify'],
  ...['docs/login-form', 'docs/server-side-rendering'],
  ...['yoga/response-cache', 'yoga/rate-limiter', 'yoga/shield', 'yoga/telemetry', 'yoga/together'],
].map((name) => `test/${name}.test.ts`);

const isFast = (file: string): boolean =>
  !takeSeconds.includes(file) &&
  !file.startsWith('test/packaging/') &&
  !repeatsMuch(file) &&
  !starts.test(readFileSync(join(root, file), 'utf8'));

const testFiles = (): string[] =>
  readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules'))
    .map((path) => `test/${path}`);

/** Apollo's packages, and so Federation, know graphql 16 alone. */
const needOldGraphql =
  versionInfo.major > 16
    ? ['test/audit/federation.test.ts', 'test/pothos/federation.test.ts', 'test/client/apollo3.test.ts']
    : [];

/** graphql-shield asks for what Node 23 has dropped (`util.isUndefined`). */
const needOldNode =
  Number.parseInt(process.versions.node, 10) > 22
    ? ['test/yoga/shield.test.ts', 'test/yoga/together.test.ts']
    : [];
/** The tools and the peers of the bench are installed below `test`, and some packages bring tests. */
const ofOthers = '**/node_modules/**';
const notHere = [ofOthers, ...needOldGraphql, ...needOldNode];

/** The suite of a mode of vitest: without a mode of ours, everything that is quick. */
export const suiteOf = (mode: string): Suite => {
  if (mode === 'slow') return { include: [slow], exclude: notHere, env: { TEST_SUITE: 'slow' } };
  if (mode !== 'fast') return { include: [all], exclude: [slow, ...notHere], env: {} };
  const others = testFiles().filter((file) => !isFast(file));
  return { include: [all], exclude: [slow, ...others, ...notHere], env: { TEST_STORES: 'memory' } };
};
