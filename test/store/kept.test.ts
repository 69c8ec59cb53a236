import Keyv from 'keyv';
import { describe, expect, it } from 'vitest';
import { createKeyvStore } from '../../src/store/keyv/keyv-store.js';
import { createScene, limit, noBudget } from './scene.js';

const start = 1_700_000_000_000;
const day = 86_400_000;

const createKept = () => {
  const keyv = new Keyv();
  const store = createKeyvStore(keyv, { namespace: 'test', timeout: 10_000 });
  const scene = createScene(store, start);
  /** The records that are kept, by their names without that of the identity. */
  const kept = async () => {
    const records: Record<string, { readonly value: unknown; readonly expiresAt: number }> = {};
    for await (const [key, record] of keyv.iterator?.(undefined) ?? [])
      records[String(key).replace('test:', '').replace(scene.name, 'ada')] = record;
    return records;
  };
  const logOut = () => store.revoke({ now: start, owner: [scene.name], session: null });
  return { keyv, store, ...scene, kept, logOut };
};

describe('a store keeps no more than it needs:', () => {
  it('nothing of an identity whose sessions have ended, and which came from nowhere', async () => {
    const { issue, redeem, logOut, kept } = createKept();
    await issue();
    await redeem('right', { network: null });
    expect(Object.keys(await kept()).sort()).toEqual(['account:ada', 'session:ada']);
    await logOut();
    expect(await kept()).toEqual({});
  });

  it('the networks of an identity, no longer than it was told to', async () => {
    const { store, name, issue, redeem, logOut, kept } = createKept();
    await issue();
    await redeem('right', { session: null });
    const account = { value: { sessions: [], networks: ['home'] }, expiresAt: start + 90 * day };
    expect(await kept()).toEqual({ 'account:ada': account });
    await store.revoke({ now: start + day, owner: [name], session: null });
    expect(await kept()).toEqual({ 'account:ada': account });
    await logOut();
    expect(await kept()).toEqual({ 'account:ada': account });
  });

  it('a spent code for ten seconds, if it was brought with its challenge', async () => {
    const { issue, redeem, logOut, kept } = createKept();
    await issue();
    await redeem('right', { challenge: 'challenge', network: null });
    await logOut();
    const expiresAt = start + 10_000;
    const spent = { value: { digest: 'right', repeats: 0, expiresAt }, expiresAt };
    expect(await kept()).toEqual({ 'spent:challenge': spent });
  });

  it('codes until the last of them expires, a try less for each guess', async () => {
    const { issue, redeem, kept } = createKept();
    await issue({ expiresAt: start + 300_000 });
    await issue({ challenge: 'brief', expiresAt: start + 100_000 });
    await redeem('wrong', { others: 1 });
    const attempts = { ownAttempts: 5, sharedAttempts: 5 };
    const code = {
      challenge: 'challenge',
      digest: 'right',
      expiresAt: start + 300_000,
      ...attempts,
      isLong: false,
    };
    const brief = { ...code, challenge: 'brief', expiresAt: start + 100_000, sharedAttempts: 4 };
    expect(await kept()).toEqual({
      'codes:ada': { value: [code, brief], expiresAt: start + 300_000 },
    });
  });

  it('what was spent of a budget in at most a hundred parts of its window, and one', async () => {
    const { name, issue, kept } = createKept();
    const budget = { ...noBudget, shortCodes: limit(`${name}-short`, 10_000) };
    const partsAt = async (...times: readonly number[]) => {
      for (const at of times) await issue({ budget, now: start + at, expiresAt: start + at + 1 });
      return (await kept())['limit:ada-short'];
    };
    // Parts of 600 ms, of which one begins here.
    expect(start % 600).toBe(200);
    expect(await partsAt(0, 0)).toEqual({ value: [[start, 2, 0]], expiresAt: start + 60_000 });
    expect(await partsAt(399)).toMatchObject({ value: [[start + 399, 3, 0]] });
    expect(await partsAt(400, 999)).toMatchObject({
      value: [
        [start + 399, 3, 0],
        [start + 999, 2, 0],
      ],
    });
    const many = await partsAt(...Array.from({ length: 200 }, (_, i) => 1000 + i * 300));
    expect(many).toEqual({ value: expect.any(Array), expiresAt: expect.any(Number) });
    expect(Object(many?.value).length).toBeLessThanOrEqual(101);
  });

  it('a failure that was compared with nothing, in no budget of comparisons', async () => {
    const { name, redeem, kept } = createKept();
    const budget = { shortCodes: null, failures: limit(`${name}-failures`, 5), all: limit(`${name}-all`, 5) };
    await redeem('wrong', { budget });
    expect(Object.keys(await kept())).toEqual(['limit:ada-failures']);
  });
});

describe('a session that the cache has lost', () => {
  it('is in no list, and is not counted among those that end', async () => {
    const { keyv, store, name, logIn, sessions, logOut } = createKept();
    await logIn();
    await keyv.delete(`test:session:${name}`);
    expect(await sessions()).toEqual([]);
    expect(await logOut()).toBe(0);
    await expect(
      store.withdraw({
        now: start,
        owner: [name],
        session: name,
        generation: 1,
        given: true,
        change: null,
      }),
    ).resolves.toBeUndefined();
  });
});
