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
  /from '(node:child_process|\.[./]*\/(support\/)?(child|nginx|postfix|redis|redis-[\w-]+|workers)\.js)'/;

/** What has a slow version repeats much in its quick one, too. */
const repeatsMuch = (file: string): boolean =>
  existsSync(join(root, file.replace(/\.test\.ts$/, '.slow.test.ts')));

/** What takes a second or more each. The attacks on one guarantee have a command of their own: `npm test -- -t C1:`. */
const takeSeconds = [
  ...['security/guarantees', 'store/slow-adapters', 'store/interleavings', 'pothos/federation'],
  ...['service/guessing', 'service/option-types', 'service/delivery', 'service/claims', 'service/sessions'],
  ...['service/start-times', 'service/claims-mistakes', 'service/wrong-options', 'service/kept-data'],
  ...['http/forwarded-for', 'http/replies', 'http/enumeration', 'http/csrf', 'store/prefix'],
  ...['pothos/marks-and-plugins', 'code/identity', 'core/address'],
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
const notHere = versionInfo.major > 16 ? ['test/pothos/federation.test.ts'] : [];

/** The suite of a mode of vitest: without a mode of ours, everything that is quick. */
export const suiteOf = (mode: string): Suite => {
  if (mode === 'slow') return { include: [slow], exclude: notHere, env: { TEST_SUITE: 'slow' } };
  if (mode !== 'fast') return { include: [all], exclude: [slow, ...notHere], env: {} };
  const others = testFiles().filter((file) => !isFast(file));
  return { include: [all], exclude: [slow, ...others, ...notHere], env: { TEST_STORES: 'memory' } };
};
