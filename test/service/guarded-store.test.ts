import { describe, expect, it } from 'vitest';
import { AuthError } from '../../src/core/errors.js';
import { guardStore } from '../../src/flows/guarded-store.js';
import type { StepName, Store } from '../../src/store/port.js';

const names = [
  ...[
    'issue',
    'pressure',
    'redeem',
    'rotate',
    'revoke',
    'alive',
    'present',
    'withdraw',
    'listSessions',
    'forget',
    'inspect',
    'abandon',
  ],
  ...['release', 'check'],
] as StepName[];

const withCode = (code: string) => Object.assign(new Error('no'), { code });

/** A store whose steps all do the same, and a connection that may have complained. */
const open = (step: (name: string, input: unknown) => Promise<unknown>, complaint?: unknown) => {
  const told: object[] = [];
  const measured: unknown[] = [];
  const connection = { complaint };
  const complaints = {
    last: () => connection.complaint,
    forget: () => {
      connection.complaint = undefined;
    },
  };
  const steps = Object.fromEntries(names.map((name) => [name, (input: unknown) => step(name, input)]));
  // Boundary: every step of it does the same.
  const store = guardStore(steps as unknown as Store, (event) => told.push(event), complaints, {
    beginStep: (name) => (failure) => void measured.push([name, failure]),
  });
  const run = (name: StepName) => (store[name] as (input: unknown) => Promise<unknown>)(`input of ${name}`);
  return { told, measured, connection, run };
};

const rejecting = (error: unknown, complaint?: unknown) =>
  open(async () => {
    throw error;
  }, complaint);

describe('a step of the store', () => {
  it.each(names)('is passed on, with its input and its answer: %s', async (name) => {
    const { run, told, measured } = open(async (step, input) => [step, input]);
    expect(await run(name)).toEqual([name, `input of ${name}`]);
    expect(told).toEqual([]);
    expect(measured).toEqual([[name, null]]);
  });

  it.each(names)('that fails is an outage, told under its name: %s', async (name) => {
    const { run, told, measured } = rejecting(withCode('ECONNREFUSED'));
    const error = await run(name).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AuthError);
    expect(error).toMatchObject({
      ...{ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 },
      cause: { part: 'cache', code: 'ECONNREFUSED' },
    });
    expect(told).toEqual([
      {
        ...{ type: 'store.unavailable', ip: null, step: name },
        ...{ error: 'Error (ECONNREFUSED)', code: 'ECONNREFUSED' },
      },
    ]);
    expect(measured).toEqual([[name, 'ECONNREFUSED']]);
  });
});

describe('why a step has failed', () => {
  it.each([
    ['ETIMEDOUT', 'ECONNREFUSED', 'ECONNREFUSED'],
    ['of a kind that nobody knows', 'ECONNREFUSED', 'ECONNREFUSED'],
    ['ECONNRESET', 'ECONNREFUSED', 'ECONNRESET'],
  ])('is what the connection complains of where the error says less: %s, %s', async (own, said, code) => {
    const { run, told } = rejecting(withCode(own), withCode(said));
    await expect(run('alive')).rejects.toThrow(AuthError);
    expect(told).toMatchObject([{ code }]);
  });

  it.each([
    ['ETIMEDOUT', 'ETIMEDOUT'],
    ['of a kind that nobody knows', 'UNKNOWN'],
  ])('is what the error says where the connection does not complain: %s', async (own, code) => {
    const { run, told } = rejecting(withCode(own));
    await expect(run('alive')).rejects.toThrow(AuthError);
    expect(told).toMatchObject([{ code }]);
  });

  it('is no complaint from before the last answer', async () => {
    let fails = true;
    const { run, told, connection } = open(async () => {
      if (fails) throw withCode('ETIMEDOUT');
    }, withCode('ECONNREFUSED'));
    await expect(run('alive')).rejects.toThrow(AuthError);
    expect(connection.complaint).toBeDefined();
    fails = false;
    await run('alive');
    expect(connection.complaint).toBeUndefined();
    fails = true;
    await expect(run('alive')).rejects.toThrow(AuthError);
    expect(told).toMatchObject([{ code: 'ECONNREFUSED' }, { code: 'ETIMEDOUT' }]);
  });
});
