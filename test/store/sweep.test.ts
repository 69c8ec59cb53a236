import Keyv from 'keyv';
import { Keyv as Keyv6 } from 'keyv6';
import { describe, expect, it, vi } from 'vitest';
import { createKeyvRecords } from '../../src/store/keyv/keyv-records.js';
import { createKeyvStore } from '../../src/store/keyv/keyv-store.js';
import type { Step } from '../../src/store/step.js';
import { identityName } from '../support/identity-names.js';

const now = 1_000_000;
const options = { namespace: 'test', timeout: 10_000 };

type Fill = Step<{ readonly now: number }, void>;
const fillWith = (count: number, kind: string, expiresAt: number): Fill => ({
  records: () => [],
  run: (own) => {
    for (let i = 0; i < count; i += 1) own.set(`${kind}:${i}`, { n: i + 1, x: expiresAt }, expiresAt);
  },
});

/** Writes them as a step would, in parts. */
const fill = async (keyv: Keyv, count: number, kind: string, expiresAt: number): Promise<void> => {
  const records = createKeyvRecords(keyv, 'test');
  await records.carryOut(fillWith(count, kind, expiresAt), { now });
};

describe.each([
  ['keyv 5', (store: Map<string, unknown>) => new Keyv({ store })],
  // Boundary: the two versions differ in types, not in what is called here.
  ['keyv 6', (store: Map<string, unknown>) => new Keyv6({ store }) as unknown as Keyv],
])('the sweep, over %s', (version, openCache) => {
  it('lets others have their turn, however much there is of ours and of others', async () => {
    const map = new Map<string, unknown>();
    const keyv = openCache(map);
    await fill(keyv, 2000, 'alive', now + 1_000_000);
    for (let i = 0; i < 2000; i += 1) map.set(`others:${i}`, version === 'keyv 5' ? '{}' : { value: '{}' });
    await fill(keyv, 2000, 'dead', now + 1);
    let time = 0;
    let looks = 0;
    // A look at a record takes a tenth of a millisecond.
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      looks += 1;
      time += 0.1;
      return time;
    });
    await createKeyvStore(keyv, options).alive({ now: now + 2, session: 'nobody', generation: 1 });
    const perTurn: number[] = [];
    for (let before = looks; map.size > 4000; before = looks) {
      await new Promise(setImmediate);
      perTurn.push(looks - before);
    }
    clock.mockRestore();
    // Two milliseconds, the look at which they are over, and the one at which the next turn begins.
    expect(Math.max(...perTurn)).toBeLessThanOrEqual(22);
    expect(looks).toBeGreaterThan(6000);
  });

  it('does not parse what belongs to others', async () => {
    const map = new Map<string, unknown>();
    const keyv = openCache(map);
    await fill(keyv, 10, 'dead', now + 1);
    const parsed: string[] = [];
    const parse = JSON.parse;
    for (let i = 0; i < 1000; i += 1) {
      const text = JSON.stringify({ value: `others-${i}` });
      map.set(`others:${i}`, version === 'keyv 5' ? text : { value: text });
    }
    const spy = vi.spyOn(JSON, 'parse').mockImplementation((text, ...more) => {
      parsed.push(String(text));
      return parse(text, ...more);
    });
    await createKeyvStore(keyv, options).alive({ now: now + 2, session: 'nobody', generation: 1 });
    await vi.waitFor(() => expect(map.size).toBe(1000), { timeout: 20_000 });
    spy.mockRestore();
    expect(parsed.filter((text) => text.includes('others'))).toEqual([]);
  });

  it('finds what is compressed, too', async () => {
    const map = new Map<string, unknown>();
    const keyv = openCache(map);
    const reversed = (text: unknown) => [...String(text)].reverse().join('');
    // Boundary: any pair of functions will do.
    keyv.compression = {
      compress: async (value: unknown) => reversed(JSON.stringify(value)),
      decompress: async (text: unknown) => JSON.parse(reversed(text)),
    } as never;
    await fill(keyv, 10, 'dead', now + 1);
    await fill(keyv, 5, 'alive', now + 1_000_000);
    await createKeyvStore(keyv, options).alive({ now: now + 2, session: 'nobody', generation: 1 });
    await vi.waitFor(() => expect(map.size).toBe(5), { timeout: 20_000 });
  });

  it('leaves what a step writes anew while the sweep has it in its hands', async () => {
    const map = new Map<string, unknown>();
    const keyv = openCache(map);
    const limits = [{ name: 'ip', option: 'ip', limit: 5, window: 1000 }];
    const budget = { shortCodes: null, failures: null, all: null };
    const fail = (at: number) =>
      store.redeem({
        ...{
          now: at,
          owner: [identityName('id')],
          network: null,
          challenge: null,
          joiner: null,
          others: 0,
          digests: [],
        },
        ...{ limits, budget, session: null },
      });
    const store = createKeyvStore(keyv, options);
    for (let minute = 0; minute < 50; minute += 1) {
      const at = now + minute * 61_000;
      // Each starts a sweep, which finds the counter of the minute before; the step starts it anew.
      const answers = await Promise.all(Array.from({ length: 6 }, () => fail(at)));
      await new Promise(setImmediate);
      expect(answers.map(({ outcome }) => outcome)).toEqual([...Array(5).fill('wrong'), 'limited']);
      expect((await fail(at)).outcome).toBe('limited');
    }
  });

  it('does not wait for records that a step keeps', async () => {
    const map = new Map<string, unknown>();
    let hold: Promise<void> | undefined;
    const adapter = {
      get: async (key: string) => map.get(key),
      set: async (key: string, value: unknown) => {
        await hold;
        map.set(key, value);
      },
      delete: async (key: string) => map.delete(key),
      clear: async () => map.clear(),
      // What keyv 5 wants, to believe that an adapter can be iterated over.
      opts: { dialect: 'sqlite', url: '' },
      async *iterator() {
        yield* map;
      },
    };
    const keyv = openCache(adapter as never);
    await fill(keyv, 3, 'limit', now + 1);
    const store = createKeyvStore(keyv, { namespace: 'test', timeout: 50 });
    hold = new Promise(() => {});
    const writing = store.release({ now, counters: ['1'] }).catch(() => 'refused');
    await createKeyvStore(keyv, options).alive({ now: now + 70_000, session: 'nobody', generation: 1 });
    expect(await writing).toBe('refused');
    await vi.waitFor(() => expect([...map.keys()].filter((key) => /limit:[02]$/.test(key))).toEqual([]), {
      timeout: 20_000,
    });
    expect([...map.keys()].some((key) => key.endsWith('limit:1'))).toBe(true);
  });

  it('begins anew where the adapter has never answered', async () => {
    const map = new Map<string, unknown>();
    let iterations = 0;
    const adapter = {
      get: async (key: string) => map.get(key),
      set: async (key: string, value: unknown) => map.set(key, value),
      delete: async (key: string) => map.delete(key),
      clear: async () => map.clear(),
      opts: { dialect: 'sqlite', url: '' },
      async *iterator() {
        iterations += 1;
        // The connection is lost, and nobody says so.
        if (iterations === 1) await new Promise(() => {});
        yield* map;
      },
    };
    const keyv = openCache(adapter as never);
    await fill(keyv, 3, 'limit', now + 1);
    const store = createKeyvStore(keyv, options);
    const lookAt = (at: number) => store.alive({ now: at, session: 'nobody', generation: 1 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await lookAt(now + 70_000);
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    await new Promise(setImmediate);
    await lookAt(now + 140_000);
    await vi.waitFor(() => expect([...map.keys()].filter((key) => key.includes('limit'))).toEqual([]), {
      timeout: 20_000,
    });
    expect(iterations).toBe(2);
  });
});
