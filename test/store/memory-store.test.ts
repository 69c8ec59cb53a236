import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { createEntries, mapOf } from '../../src/store/memory/entries.js';
import { createMemoryStore } from '../../src/store/memory/memory-store.js';
import { createScene } from './scene.js';

const start = 1_000_000;

describe('the store in memory', () => {
  it('drops what has expired, at the next step that comes a minute later, and nothing else', async () => {
    const entries = createEntries();
    const store = createMemoryStore(entries);
    const scene = createScene(store, start);
    await scene.issue({ expiresAt: start + 1 });
    await createScene(store, start).issue({ expiresAt: start + 300_000 });
    expect(entries.size).toBe(2);
    await scene.alive(start + 59_000);
    expect(entries.size).toBe(2);
    await scene.alive(start + 61_000);
    await vi.waitFor(() => expect(entries.size).toBe(1));
  });

  it('writes nothing of a step that fails', async () => {
    const entries = createEntries();
    const scene = createScene(createMemoryStore(entries), start);
    const limits = [
      { name: 'a', option: 'a', limit: 1, window: 1000 },
      {
        ...{ name: 'b', option: 'b', limit: 1 },
        get window(): number {
          throw new Error('a mistake of ours');
        },
      },
    ];
    await expect(scene.issue({ limits })).rejects.toThrow('a mistake of ours');
    expect(entries.size).toBe(0);
  });

  it('lets others have their turn while it drops what has expired, however much there is', async () => {
    const entries = createEntries();
    for (let i = 0; i < 5000; i += 1) entries.set(`limit:${i}`, { value: {}, expiresAt: start });
    let time = 0;
    // A look at a record takes a tenth of a millisecond.
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      time += 0.1;
      return time;
    });
    await createScene(createMemoryStore(entries), start).alive(start + 1);
    const dropped = [5000 - entries.size];
    while (entries.size > 0) {
      const before = entries.size;
      await new Promise(setImmediate);
      dropped.push(before - entries.size);
    }
    clock.mockRestore();
    // Two milliseconds, and the one at which they are over.
    expect(Math.max(...dropped)).toBeLessThanOrEqual(21);
  });

  it('spreads its records over many Maps, since one that is large takes long to grow', () => {
    const kinds = ['account:*', 'session:*', 'limit:requestsPerIp:*', 'limit:longMails:*:tagged'];
    const ids = Array.from({ length: 25_600 }, (_, i) =>
      createHash('sha256').update(`${i}`).digest('base64url'),
    );
    for (const kind of kinds) {
      const sizes = new Map<number, number>();
      for (const id of ids) {
        const map = mapOf(kind.replace('*', id));
        sizes.set(map, (sizes.get(map) ?? 0) + 1);
      }
      expect([kind, sizes.size]).toEqual([kind, 256]);
      // A hundred each, more or less.
      expect(Math.max(...sizes.values())).toBeLessThan(160);
    }
  });
});
