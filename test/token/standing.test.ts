import { describe, expect, it } from 'vitest';
import type { SocketToken } from '../../src/token/socket-token.js';
import { createStanding } from '../../src/token/standing.js';

const claims = { sub: 'ada@example.com', exp: 1300 };

const newer = { token: 'newer', claims: { sub: 'ada@example.com', exp: 1600 } };

/** A session whose every look is answered by hand, in any order. */
const setUp = () => {
  const time = { now: 1_000_000 };
  const socket: SocketToken<typeof claims> = { first: 'token' };
  const answers: { alive: (alive: boolean) => void; fail: () => void }[] = [];
  const standing = createStanding(
    { token: 'token', claims, failure: null },
    {
      service: {},
      clock: () => time.now,
      socket,
      isAlive: () =>
        new Promise((resolve, reject) => {
          answers.push({ alive: resolve, fail: () => reject(new Error('away')) });
        }),
    },
  );
  return { standing, time, socket, answer: (look: number) => answers[look] ?? expect.fail('no such look') };
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

describe('a renewal', () => {
  it('takes the place of the token, its claims and its end', async () => {
    const { standing, socket, time, answer } = setUp();
    expect(standing).toMatchObject({ token: 'token', claims });
    socket.renewed = newer;
    time.now = 1_500_000;
    expect(standing).toMatchObject(newer);
    expect(standing.demand()).toBe(newer.claims);
    const look = standing.lookAgain();
    answer(0).alive(true);
    await look;
    expect(standing).toMatchObject({ ...newer, failure: null });
    time.now = 1_600_000;
    expect(standing.refusal()).toBe('expired');
  });

  it('after the end of the token lets what has not ended go on', () => {
    const { standing, socket, time } = setUp();
    time.now = 1_300_000;
    expect(standing.lookAgain()).toBeUndefined();
    expect(standing).toMatchObject({ claims: null, failure: 'expired' });
    socket.renewed = newer;
    expect(standing).toMatchObject({ ...newer, failure: null });
    expect(standing.refusal()).toBeNull();
  });

  it.each(['before', 'during', 'after'])(
    'does not bring back a session that is found ended: %s the look',
    async (when) => {
      const { standing, socket, answer } = setUp();
      if (when === 'before') socket.renewed = newer;
      const look = standing.lookAgain();
      if (when === 'during') socket.renewed = newer;
      answer(0).alive(false);
      await look;
      if (when === 'after') socket.renewed = newer;
      expect(standing).toMatchObject({ claims: null, failure: 'revoked' });
      expect(standing.lookAgain()).toBeUndefined();
      expect(() => standing.demand()).toThrow(expect.objectContaining({ reason: 'revoked' }));
    },
  );

  it('does not make good for an outage, until a later look has found the session alive', async () => {
    const { standing, socket, answer } = setUp();
    const look = standing.lookAgain();
    answer(0).fail();
    await look;
    socket.renewed = newer;
    expect(standing).toMatchObject({ claims: null, failure: 'unavailable' });
    const second = standing.lookAgain();
    answer(1).alive(true);
    await second;
    expect(standing).toMatchObject({ ...newer, failure: null });
  });
});

describe('a caller without valid claims', () => {
  it('stays so, whatever the session does', () => {
    const standing = createStanding<typeof claims>(
      { token: 'token', claims: null, failure: 'invalid' },
      { service: {}, clock: () => 0, isAlive: async () => true, socket: { first: 'token', renewed: newer } },
    );
    expect(standing.lookAgain()).toBeUndefined();
    expect(standing).toMatchObject({ anonymous: true, token: 'token', claims: null, failure: 'invalid' });
  });

  it.each([Number.NaN, undefined, 'soon'])('is one whose token ends at %s', (exp) => {
    // Boundary: only a forged claim could be of such a type.
    const standing = createStanding(
      { token: 'token', claims: { exp } as { exp: number }, failure: null },
      { service: {}, clock: () => 2e6 },
    );
    expect(standing.refusal()).toBe('expired');
  });
});
