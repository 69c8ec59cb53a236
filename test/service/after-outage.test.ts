import type Keyv from 'keyv';
import { expect, it } from 'vitest';
import type { AuthTokens, EmailAuthOptions } from '../../src/index.js';
import { describeBothStores } from '../support/both-stores.js';
import { createTestAuth, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const owner = { ip: '192.0.2.1' };

/** A service whose `claims` can fail, at once or later. */
const open = async (cache: Keyv, options: EmailAuthOptions = {}) => {
  const answers: (() => Promise<object>)[] = [];
  const service = createTestAuth({
    cache,
    updatableClaims: ['org', 'team'],
    claims: () => answers.shift()?.() ?? { org: 'home' },
    ...options,
  });
  const away = async () => {
    throw new Error('The database is away.');
  };
  const first = await service.logIn(identity);
  const refresh = ({ refreshToken }: AuthTokens) => service.auth.refresh(refreshToken, owner);
  const use = async ({ accessToken }: AuthTokens) =>
    (await service.auth.authenticate(accessToken, owner)).failure;
  const alarms = () => service.events.filter(({ type }) => type === 'token.reused').length;
  /** A refresh that fails. */
  const fail = (begin = () => refresh(first)) => {
    answers.push(away);
    return reasonOf(begin());
  };
  /** A refresh that has moved the session on, and will fail when it is told to. */
  const beginToFail = async (begin = () => refresh(first)) => {
    let goOn = () => {};
    const mayGoOn = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let outcome = Promise.resolve('');
    await new Promise<void>((asked) => {
      answers.push(async () => {
        asked();
        await mayGoOn;
        return away();
      });
      outcome = reasonOf(begin());
    });
    return () => {
      goOn();
      return outcome;
    };
  };
  return { ...service, first, refresh, use, alarms, fail, beginToFail };
};

describeBothStores('after an outage of claims', (openCache) => {
  it.each([
    [5, true],
    [60, true],
    [60, false],
  ])(
    'of %d seconds, two tabs refresh at once and neither is logged out; sessions checked: %s',
    async (seconds, checkSession) => {
      const { clock, first, refresh, use, alarms, fail } = await open(openCache(), {
        accessToken: { checkSession },
      });
      expect(await fail()).toBe('SERVICE_UNAVAILABLE');
      clock.advance(seconds);
      const one = await refresh(first);
      clock.advance(9);
      const other = await refresh(first);
      expect(other.refreshToken).toBe(one.refreshToken);
      expect([await use(one), await use(other), alarms()]).toEqual([null, null, 0]);
    },
  );

  it('a session that slides does so from its first answer on', async () => {
    const day = 86_400;
    const { clock, first, refresh, fail } = await open(openCache(), {
      refreshToken: { lifetime: 14 * day, sliding: true, maxLifetime: 90 * day },
    });
    expect(await fail()).toBe('SERVICE_UNAVAILABLE');
    clock.advance(10 * day);
    expect((await refresh(first)).refreshExpiresIn).toBe(14 * day);
  });
});

describeBothStores('a refresh that fails while another succeeds', (openCache) => {
  it('takes back nothing that the other has noted', async () => {
    const { auth, first, refresh, beginToFail } = await open(openCache());
    const change = (claims: object) => auth.updateClaims(first.refreshToken, claims, owner);
    const fail = await beginToFail(() => change({ team: 'lost' }));
    const changed = await change({ org: 'other' });
    expect(await fail()).toBe('SERVICE_UNAVAILABLE');
    expect((await refresh(changed)).claims).toMatchObject({ org: 'other' });
  });

  it('lets no thief share what the other was given', async () => {
    const { clock, first, refresh, use, alarms, beginToFail } = await open(openCache());
    const fail = await beginToFail();
    const second = await refresh(first);
    await fail();
    clock.advance(60);
    const stolen = await refresh(first);
    await use(stolen);
    await use(second);
    expect(alarms()).toBe(1);
  });

  it.each([true, false])(
    'leaves the token good where all fail; sessions checked: %s',
    async (checkSession) => {
      const { clock, first, refresh, use, alarms, beginToFail } = await open(openCache(), {
        accessToken: { checkSession },
      });
      const failures = [await beginToFail(), await beginToFail(), await beginToFail()];
      for (const fail of failures) expect(await fail()).toBe('SERVICE_UNAVAILABLE');
      clock.advance(60);
      const [one, other] = await Promise.all([refresh(first), refresh(first)]);
      expect([await use(one), await use(other), alarms()]).toEqual([null, null, 0]);
    },
  );
});

describeBothStores('a refresh that takes longer than the grace', (openCache) => {
  /** A refresh whose `claims` answer when they are told to. */
  const beginSlowly = async (options: EmailAuthOptions = {}, lostBefore = false) => {
    let goOn = () => {};
    let isAsked = () => {};
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    const answers: Promise<void>[] = [];
    const service = createTestAuth({
      cache: openCache(),
      claims: async () => {
        const answer = answers.shift();
        if (answer) isAsked();
        await answer;
        return {};
      },
      ...options,
    });
    const first = await service.logIn(identity);
    if (lostBefore) {
      await service.auth.refresh(first.refreshToken, owner);
      service.clock.advance(9);
    }
    answers.push(
      new Promise((resolve) => {
        goOn = resolve;
      }),
    );
    const slow = service.auth.refresh(first.refreshToken, owner);
    await asked;
    return { ...service, first, slow, goOn: () => goOn() };
  };

  it('gives nobody tokens that are void by now', async () => {
    const { auth, clock, events, first, slow, goOn } = await beginSlowly();
    clock.advance(11);
    const other = await auth.refresh(first.refreshToken, owner);
    goOn();
    expect(await reasonOf(slow)).toBe('SERVICE_UNAVAILABLE');
    expect((await auth.authenticate(other.accessToken, owner)).failure).toBeNull();
    expect(events.map(({ type }) => type)).not.toContain('token.reused');
  });

  it('gives nobody tokens that are void by now, where an answer with the same ones was lost before', async () => {
    const { auth, clock, events, first, slow, goOn } = await beginSlowly({}, true);
    // Less than the grace since it began, more since those tokens were made.
    clock.advance(2);
    const other = await auth.refresh(first.refreshToken, owner);
    goOn();
    expect(await reasonOf(slow)).toBe('SERVICE_UNAVAILABLE');
    expect((await auth.authenticate(other.accessToken, owner)).failure).toBeNull();
    expect(events.map(({ type }) => type)).not.toContain('token.reused');
  });

  it('gives nobody tokens of a session that has ended', async () => {
    const { auth, clock, slow, goOn } = await beginSlowly();
    clock.advance(11);
    await auth.logoutEverywhere(identity);
    goOn();
    expect(await reasonOf(slow)).toBe('revoked');
  });

  it.each([true, false])('succeeds where nobody else came; sessions checked: %s', async (checkSession) => {
    const { auth, clock, slow, goOn } = await beginSlowly({ accessToken: { checkSession } });
    clock.advance(3600);
    goOn();
    expect((await auth.authenticate((await slow).accessToken, owner)).failure).toBeNull();
  });
});
