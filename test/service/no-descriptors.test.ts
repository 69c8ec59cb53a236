import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const child = join(import.meta.dirname, '../support/no-descriptors.ts');

// A stranger who opens connections can bring a process there before its first token, which loads the library for tokens.
it('a process without file descriptors calls what it cannot load an outage of the keys, and spends no code', async () => {
  const command = 'ulimit -n 2048 && exec "$0" --import tsx "$1"';
  const { stdout } = await promisify(execFile)('sh', ['-c', command, process.execPath, child]);
  const outage = 'SERVICE_UNAVAILABLE keys';
  const away = {
    authenticate: 'unavailable',
    ...{ refresh: outage, logout: outage, updateClaims: outage, login: outage, jwks: outage, check: outage },
    events: ['store.unavailable keys'],
    sessions: 0,
  };
  expect(JSON.parse(stdout)).toEqual([away, away]);
});
