import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const script = join(import.meta.dirname, 'two-copies.mjs');

/** As in a program whose modules are of both kinds, which loads the package twice. */
const runWithServiceOf = async (copy: string) => {
  const env = { ...process.env, NODE_ENV: 'test' };
  const { stdout } = await promisify(execFile)(process.execPath, [script, copy], { cwd: root, env });
  return JSON.parse(stdout);
};

describe.each(['esm', 'cjs'])(
  'a service of the %s copy of the package, in a schema of the other copy',
  (copy) => {
    let outcome: Awaited<ReturnType<typeof runWithServiceOf>>;
    beforeAll(async () => {
      if (!existsSync(join(root, 'dist')))
        throw new Error('There is no build to test: say `npm run build` first.');
      outcome = await runWithServiceOf(copy);
    });

    it('refuses with the codes of the service', () => {
      expect(outcome.refusals).toEqual({
        identity: ['BAD_USER_INPUT'],
        code: ['INVALID_LOGIN_CODE'],
        limit: ['TOO_MANY_REQUESTS'],
        field: ['UNAUTHENTICATED'],
        required: ['UNAUTHENTICATED'],
        refresh: ['INVALID_REFRESH_TOKEN'],
        outage: ['SERVICE_UNAVAILABLE'],
        delivery: ['DELIVERY_UNAVAILABLE'],
      });
    });

    it('knows who asks, from where, and how often in one request', () => {
      expect(outcome.answers.me).toEqual({
        data: { me: 'ada@example.com', required: 'ada@example.com', ip: '198.51.100.7' },
      });
      expect(outcome.budget).toBe(1);
    });

    it('ends a marked stream after a logout', () => {
      expect(outcome.events).toEqual([{ marked: 1 }, ['UNAUTHENTICATED']]);
    });

    it('does not take the word of another service, though it has the same key and cache', () => {
      expect(outcome.answers.foreign).toMatchObject({
        data: { me: null, open: 'open' },
        errors: [{ message: 'Unexpected error.', path: ['me'] }],
      });
    });

    it('has errors that are instances of the other copy’s class, and of no other', () => {
      expect(outcome.instances).toEqual({ AuthError: true, subclass: false, something: false });
    });
  },
);
