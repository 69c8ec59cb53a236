import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../support/seed.js';
import { openScene, sumOf } from './scene.js';
import type { TargetName } from './targets.js';

const broken = ['readThenWrite', 'sentTwice', 'believed', 'hasty'] as const satisfies readonly TargetName[];

/** What the histories are to reach, so that there is something to be judged. */
const reached = [
  ...['issue issued', 'issue joined', 'issue limited', 'redeem right', 'redeem wrong', 'redeem limited'],
  ...['rotate current', 'rotate reused', 'rotate gone', 'present alive', 'alive unnoted', 'alive gone'],
  ...['revoke 1', 'listSessions some', 'withdraw null', 'abandon null', 'release null'],
];

describe('four processes on one Redis, for longer', () => {
  let scene: Awaited<ReturnType<typeof openScene>>;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  it('are answered as if one operation came after the other, some of them killed again and again', async () => {
    const options = { target: 'ours', histories: 20, operations: 24 } as const;
    const quiet = await scene.play(seed, { ...options, rounds: 12, crashes: 0 });
    const crashing = await scene.play(seed + 100, { ...options, rounds: 8, crashes: 2 });
    const { complaints, refusals, histories, operations, unanswered, undecided, outcomes } = sumOf([
      ...quiet,
      ...crashing,
    ]);
    console.info(`${histories} histories, ${operations} operations, ${unanswered} of them without an answer`);
    expect(complaints.join('\n\n'), `SEED=${seed}`).toBe('');
    expect(refusals).toEqual([]);
    expect(undecided).toBeLessThan(histories / 20);
    expect(operations).toBeGreaterThan(4000);
    expect(unanswered).toBeGreaterThan(50);
    for (const outcome of reached) expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(0);
  });

  it.each(broken)(
    'are found out where they are broken: %s',
    async (target) => {
      const options = { target, histories: 12, operations: 24, crashes: 0 };
      const { complaints, histories } = sumOf(await scene.play(seed, { ...options, rounds: 20 }));
      console.info(`${target}: ${complaints.length} of ${histories} histories do not fit`);
      expect(complaints.length).toBeGreaterThan(0);
    },
    120_000,
  );
});
