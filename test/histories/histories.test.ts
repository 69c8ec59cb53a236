import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../support/seed.js';
import { openScene, sumOf } from './scene.js';

describe('four processes on one Redis', () => {
  let scene: Awaited<ReturnType<typeof openScene>>;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  it('are found out where each reads, works and writes as if it were alone', async () => {
    const { complaints } = sumOf(
      await scene.play(seed, {
        target: 'readThenWrite',
        rounds: 6,
        histories: 12,
        operations: 24,
        crashes: 0,
      }),
    );
    expect(complaints.length).toBeGreaterThan(0);
    expect(complaints[0]).toMatch(/^No order of these operations gives these answers/);
  });

  // The last one: nobody takes the place of those that are killed.
  it('are answered as if one operation came after the other, some of them killed meanwhile', async () => {
    const options = { target: 'ours', histories: 20, operations: 24 } as const;
    const rounds = [
      ...(await scene.play(seed, { ...options, rounds: 1, crashes: 0 })),
      ...(await scene.play(seed + 1, { ...options, rounds: 1, crashes: 2 })),
    ];
    const { complaints, refusals, histories, undecided, reordered } = sumOf(rounds);
    expect(complaints.join('\n\n'), `SEED=${seed}`).toBe('');
    expect(refusals).toEqual([]);
    // Most are judged, and of those some have a question before another whose answer says that it came later.
    expect(undecided).toBeLessThan(5);
    expect(reordered).toBeGreaterThan(histories / 10);
  });
});
