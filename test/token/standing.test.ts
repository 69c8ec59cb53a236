import { describe, expect, it } from 'vitest';
import { createStanding } from '../../src/token/standing.js';

const claims = { sub: 'ada@example.com', exp: 1300 };

/** A session whose every look is answered by hand, in any order. */
const setUp = () => {
  const time = { now: 1_000_000 };
  const answers: { alive: (alive: boolean) => void; fail: () => void }[] = [];
  const standing = createStanding(
    { claims, failure: null },
    {
      clock: () => time.now,
      isAlive: () =>
        new Promise((resolve, reject) => {
          answers.push({ alive: resolve, fail: () => reject(new Error('away')) });
        }),
    },
  );
  return { standing, time, answer: (look: number) => answers[look] ?? expect.fail('no such look') };
};

describe('looks at a session that overlap', () => {
  it('are answered by the one that began last, in whichever order the answers come', async () => {
    const { standing, answer } = setUp();
    const looks = [standing.lookAgain(), standing.lookAgain()];
    answer(1).fail();
    await looks[1];
    expect(standing).toMatchObject({ claims: null, failure: 'unavailable' });
    answer(0).alive(true);
    await looks[0];
    expect(standing).toMatchObject({ claims: null, failure: 'unavailable' });
    const third = standing.lookAgain();
    answer(2).alive(true);
    await third;
    expect(standing).toMatchObject({ claims, failure: null });
  });

  it('never bring back a session that one of them has found ended', async () => {
    const { standing, answer } = setUp();
    const looks = [standing.lookAgain(), standing.lookAgain()];
    answer(1).alive(true);
    await looks[1];
    answer(0).alive(false);
    await looks[0];
    expect(standing.refusal()).toBe('revoked');
    expect(standing.lookAgain()).toBeUndefined();
    expect(() => standing.demand()).toThrow(expect.objectContaining({ reason: 'revoked' }));
  });

  it('that are answered after the end of the token change nothing', async () => {
    const { standing, answer, time } = setUp();
    const look = standing.lookAgain();
    time.now = 1_300_000;
    expect(standing.lookAgain()).toBeUndefined();
    answer(0).alive(true);
    await look;
    expect(standing).toMatchObject({ claims: null, failure: 'expired' });
  });
});

describe('a caller without valid claims', () => {
  it('stays so, whatever the session does', () => {
    const standing = createStanding<typeof claims>(
      { claims: null, failure: 'invalid' },
      { clock: () => 0, isAlive: async () => true },
    );
    expect(standing.lookAgain()).toBeUndefined();
    expect(standing).toMatchObject({ anonymous: true, claims: null, failure: 'invalid' });
  });

  it.each([Number.NaN, undefined, 'soon'])('is one whose token ends at %s', (exp) => {
    // Boundary: only a forged claim could be of such a type.
    const standing = createStanding(
      { claims: { exp } as { exp: number }, failure: null },
      { clock: () => 2e6 },
    );
    expect(standing.refusal()).toBe('expired');
  });
});
