import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEmit } from '../../src/core/events.js';
import { createOperatorWarnings } from '../../src/core/operator-warnings.js';
import { errorName } from '../../src/core/read-error.js';
import type { AuthEvent } from '../../src/index.js';
import type { HostileOutcome } from '../support/hostile-host.js';
import { openService } from '../support/outcomes.js';
import { signingKey } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';

const runHostileHosts = async () => {
  const child = fork(join(import.meta.dirname, '../support/hostile-host.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, EMAIL_AUTH_SIGNING_KEY: signingKey },
    // Warnings of the service are part of it, and nobody's news.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const exit = once(child, 'exit');
  const [outcomes] = await Promise.race([
    once(child, 'message'),
    exit.then(([code]) => Promise.reject(new Error(`The process ended with ${code}.`))),
  ]);
  await exit;
  // Boundary: what came through the channel was typed where it was sent.
  return outcomes as readonly HostileOutcome[];
};

describe('a hostile host', () => {
  it('neither ends the process, nor keeps the next user from her mail', async () => {
    const outcomes = await runHostileHosts();
    expect(outcomes.length).toBeGreaterThan(howMuch({ quick: 100, slow: 400 }));
    expect(outcomes.filter(({ troubles }) => troubles.length > 0)).toEqual([]);
  });
});

describe('the name of an error', () => {
  it.each([
    [new TypeError('no'), 'TypeError'],
    [Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), 'Error (ECONNREFUSED)'],
    [Object.assign(new Error('no'), { code: 7 }), 'Error (7)'],
    [Object.assign(new Error('no'), { name: 'x'.repeat(1000) }), 'Error'],
    [Object.assign(new Error('no'), { name: 'To: ada@example.com' }), 'Error'],
    [Object.assign(new Error('no'), { code: 'smtp://user:secret@host' }), 'Error'],
    [null, 'object'],
    ['ada@example.com', 'string'],
  ])('%# quotes nothing', (error, name) => {
    expect(errorName(error)).toBe(name);
  });

  it.each([
    ['short', {}],
    ['long', { loginCode: { generate: () => 'ABCDEFGH' } }],
  ])('is never the code, a %s one', async (_, options) => {
    const { auth, outcome, failures } = openService(
      (message) => Promise.reject(Object.assign(new Error('no'), { ...message })),
      options,
    );
    await outcome('ada@example.com');
    await auth.close();
    expect(failures().map(({ error }) => error)).toEqual(['Error', 'Error', 'Error']);
  });
});

describe('a service whose events nobody hears', () => {
  it('tells the terminal that codes cannot be sent, once a minute', () => {
    const warnings: string[] = [];
    let now = 0;
    const listener = createOperatorWarnings({
      warn: (text) => warnings.push(`warn: ${text}`),
      error: (text) => warnings.push(`error: ${text}`),
    });
    const emit = createEmit(listener, () => now);
    const failed = (scope: 'everybody' | 'recipient') =>
      emit({
        type: 'code.delivery_failed',
        ip: null,
        identity: 'ada@example.com',
        step: 'delivery',
        scope,
        error: 'Error (EAUTH)',
        willRetry: false,
      });
    failed('recipient');
    expect(warnings).toEqual([]);
    for (let i = 0; i < 3; i += 1) failed('everybody');
    expect(warnings).toEqual([expect.stringContaining('Error (EAUTH)')]);
    expect(warnings.join()).not.toContain('ada');
    now += 60_000;
    failed('everybody');
    expect(warnings).toHaveLength(2);
  });

  it('is told of every event as it happened', () => {
    const heard: AuthEvent[] = [];
    createEmit(
      (event) => heard.push(event),
      () => 5,
    )({ type: 'code.withheld', ip: null, identity: 'ada' });
    expect(heard).toEqual([{ type: 'code.withheld', ip: null, identity: 'ada', at: 5 }]);
  });
});
