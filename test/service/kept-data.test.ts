import { generateKeyPairSync } from 'node:crypto';
import Keyv from 'keyv';
import { describe, expect, it, vi } from 'vitest';
import { maxCodes, maxNetworks, maxReplaced } from '../../src/store/bounds.js';
import { describeBothStores } from '../support/both-stores.js';
import { type Dumped, dumpCache } from '../support/dump-cache.js';
import { keptKinds, kindOf } from '../support/kept-data.js';
import { createTestAuth, noLimits, reasonOf, signingKey, wrongCode } from '../support/service.js';

const identity = 'ada.lovelace@example.com';
const tagged = 'ada.lovelace+shop@example.com';
const [home, elsewhere] = ['192.0.2.77', '2001:db8:1234:5678::9abc'];
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const day = 86_400;
const otherKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;

const ipOf = (i: number): string => `198.51.${100 + (i >> 8)}.${i & 255}`;
const times = async (count: number, work: (i: number) => Promise<unknown>): Promise<void> => {
  for (let i = 0; i < count; i += 1) await work(i);
};

/** The records of a kind, as they stand in the cache. */
const recordsOf = async <Value>(cache: Keyv, kind: string): Promise<readonly Value[]> => {
  const records = await dumpCache(cache);
  // Boundary: only steps write under these names.
  return records.filter(({ key }) => kindOf(key) === kind).map(({ value }) => value as Value);
};
const onlyOf = async <Value>(cache: Keyv, kind: string): Promise<Value> => {
  const found = await recordsOf<Value>(cache, kind);
  expect(found).toHaveLength(1);
  return found[0] as Value;
};

interface Account {
  readonly sessions: readonly (readonly [id: string, end: number])[];
  readonly networks: readonly string[];
}

/** All that a person can do, so that every kind of record is there at the end. Answers with all that is secret. */
const live = async (cache: Keyv) => {
  const mails = { limit: 4, window: 3600 };
  const service = createTestAuth<object>({
    cache,
    limits: { mailsPerIdentity: mails },
    claims: () => ({ role: 'user', org: 'first' }),
    updatableClaims: ['org'],
  });
  const { auth, askForCode, mailbox, clock } = service;
  const caller = { ip: home, userAgent };
  const challenges: string[] = [];
  const guess = async (who: string, code: string, challenge: string, ip: string) => {
    challenges.push(challenge);
    return reasonOf(auth.login({ identity: who, code, challenge }, { ip }));
  };
  const first = await askForCode(identity, home);
  await guess(identity, wrongCode(first.code), first.challenge, home);
  const tokens = await auth.login({ identity, ...first }, caller);
  // Strangers have had their half of the mails: the next one is long, and the one after joins it.
  for (const i of [1, 2, 3, 4]) {
    const { challenge } = await auth.requestLoginCode(identity, { ip: ipOf(i) });
    expect(await guess(identity, 'AAAA0000BB', challenge, elsewhere)).toBe('INVALID_LOGIN_CODE');
    clock.advance(1);
  }
  await auth.requestLoginCode(tagged, { ip: ipOf(9) });
  await auth.close();
  const again = await auth.refresh(tokens.refreshToken, caller);
  const changed = await auth.updateClaims(again.refreshToken, { org: 'changed' } as object, caller);
  await auth.authenticate(changed.accessToken, caller);
  clock.advance(60);
  const second = await askForCode(identity, home);
  const other = await auth.login({ identity, ...second }, caller);
  const pairs = [tokens, again, changed, other];
  return {
    ...service,
    secrets: [
      ...[identity, 'ada.lovelace', tagged, 'example.com', signingKey.split('\n')[1] ?? ''],
      ...[home, elsewhere, '2001:db8', ...[1, 2, 3, 4, 9].map(ipOf)],
      ...[userAgent, 'Mozilla', 'x86_64'],
      ...[...challenges, first.challenge, second.challenge],
      ...mailbox.map(({ code }) => code),
      ...pairs.flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]),
      ...pairs.flatMap(({ accessToken, refreshToken }) =>
        [accessToken, refreshToken].flatMap((token) => token.split('.').slice(1)),
      ),
    ],
    latest: changed,
  };
};

describeBothStores('what is kept about a person', (openCache) => {
  const open = (options: Parameters<typeof createTestAuth>[0] = {}) => {
    const cache = openCache();
    const loginCode = { resendAfter: 0 };
    return { cache, ...createTestAuth({ cache, limits: noLimits, loginCode, ...options }) };
  };

  // One life is enough for all that is looked at.
  let lived: ReturnType<typeof liveAndDump> | undefined;
  const liveAndDump = async () => {
    const cache = openCache();
    const life = await live(cache);
    return { ...life, dumped: await dumpCache(cache) };
  };
  const look = () => {
    lived ??= liveAndDump();
    return lived;
  };

  it('is of the kinds that SECURITY.md names, and of no others', async () => {
    const { dumped } = await look();
    const kinds = new Set(dumped.map(({ key }) => kindOf(key)));
    expect([...kinds].sort()).toEqual(Object.keys(keptKinds).sort());
  });

  it('holds no address, code, challenge, token or key in clear', async () => {
    const { secrets, dumped } = await look();
    expect(secrets.length).toBeGreaterThan(40);
    const found = secrets.filter((secret) => dumped.some(({ text }) => text.includes(secret)));
    expect(found).toEqual([]);
  });

  it('shows of a session where it began, on what, and which claims were changed', async () => {
    const { latest, dumped } = await look();
    const record = dumped.find(({ key }) => key === `session:${latest.claims.sid}`);
    expect(record?.value).toMatchObject({
      origin: JSON.stringify({ network: '192.0.2.0/24', device: 'Firefox on Linux' }),
      updates: { org: '"changed"' },
    });
  });

  it('ends by itself, each record after its time', async () => {
    const { clock, dumped } = await look();
    const wrong = ({ key, end, ttl }: Dumped): boolean => {
      // A Redis drops a record itself, in its own time; in memory the next sweep does, by the service's clock.
      const left = ttl ?? end - clock();
      const hasNoEnd = ttl !== null && ttl <= 0;
      return hasNoEnd || left > (keptKinds[kindOf(key)] ?? 0) * 1000;
    };
    expect(dumped.length).toBeGreaterThan(15);
    expect(dumped.filter(wrong).map(({ key }) => key)).toEqual([]);
  });

  it('is ten networks at most: the oldest gives way', async () => {
    const { cache, logIn } = open();
    await logIn(identity, ipOf(0));
    const [oldest] = (await onlyOf<Account>(cache, 'account')).networks;
    await times(maxNetworks - 1, (i) => logIn(identity, ipOf(i + 1)));
    const before = await onlyOf<Account>(cache, 'account');
    expect([before.networks.length, before.networks[0]]).toEqual([10, oldest]);
    await logIn(identity, ipOf(99));
    const after = await onlyOf<Account>(cache, 'account');
    expect(after.networks).toHaveLength(10);
    expect(after.networks).not.toContain(oldest);
    expect(after.networks.slice(0, 9)).toEqual(before.networks.slice(1));
  });

  it('is networks for 90 days after the last login', async () => {
    const { cache, clock, auth, logIn } = open({ refreshToken: { lifetime: 60 } });
    await logIn(identity);
    const [{ end } = { end: 0 }] = (await dumpCache(cache)).filter(({ key }) => kindOf(key) === 'account');
    expect(end - clock()).toBe(90 * day * 1000);
    clock.advance(30 * day);
    await logIn(identity);
    expect((await onlyOf<Account>(cache, 'account')).sessions).toHaveLength(1);
    const [later] = (await dumpCache(cache)).filter(({ key }) => kindOf(key) === 'account');
    expect((later?.end ?? 0) - clock()).toBe(90 * day * 1000);
    await auth.logoutEverywhere(identity);
    // An empty list is an empty object to Lua.
    expect(Object.keys((await onlyOf<Account>(cache, 'account')).sessions)).toEqual([]);
  });

  it('is fifty codes at most: the oldest gives way', async () => {
    const { cache, auth, askForCode } = open();
    const codes: { readonly challenge: string; readonly code: string }[] = [];
    await times(maxCodes + 1, async (i) => codes.push(await askForCode(identity, ipOf(i))));
    expect(await onlyOf<readonly unknown[]>(cache, 'codes')).toHaveLength(50);
    const tryOut = (i: number) => {
      const { code = '', challenge = '' } = codes[i] ?? {};
      return reasonOf(auth.login({ identity, code, challenge }, { ip: home }));
    };
    expect([await tryOut(0), await tryOut(1)]).toEqual(['INVALID_LOGIN_CODE', 'ok']);
  });

  it('is so many sessions as the option says: the oldest ends', async () => {
    const { cache, events, logIn } = open({ sessions: { max: 4 } });
    const first = await logIn(identity);
    await times(4, (i) => logIn(identity, ipOf(i)));
    const ids = (await dumpCache(cache)).map(({ key }) => key).filter((key) => kindOf(key) === 'session');
    expect(ids).toHaveLength(4);
    expect(ids).not.toContain(`session:${first.claims.sid}`);
    expect((await onlyOf<Account>(cache, 'account')).sessions).toHaveLength(4);
    expect(events.filter(({ type }) => type === 'session.ended')).toHaveLength(1);
  });

  it('is so many sessions under all signing keys together', async () => {
    const sessions = { max: 4 };
    const { cache, logIn: before } = open({ sessions });
    const firsts = [await before(identity), await before(identity), await before(identity)];
    const { auth, events, logIn } = createTestAuth({
      ...{ cache, limits: noLimits, loginCode: { resendAfter: 0 }, sessions },
      signingKey: [otherKey, signingKey],
    });
    const seconds = [await logIn(identity), await logIn(identity)];
    const idsOf = async () => (await auth.sessions(identity)).map(({ id }) => id);
    const expected = [...firsts.slice(1), ...seconds].map(({ claims }) => claims.sid);
    expect(new Set(await idsOf())).toEqual(new Set(expected));
    expect(await recordsOf(cache, 'session')).toHaveLength(4);
    expect(events.flatMap((event) => (event.type === 'session.ended' ? [event.session] : []))).toEqual([
      firsts[0]?.claims.sid,
    ]);
    await times(3, () => logIn(identity));
    expect(await idsOf()).toHaveLength(4);
    expect(await idsOf()).toContain(seconds[1]?.claims.sid);
    expect(await recordsOf(cache, 'session')).toHaveLength(4);
  });

  it('is 32 replaced generations of a session at most', async () => {
    const { cache, auth, logIn } = open();
    let { refreshToken } = await logIn(identity);
    await times(maxReplaced + 3, async () => {
      ({ refreshToken } = await auth.refresh(refreshToken, { ip: home }));
    });
    const { replaced, generation } = await onlyOf<{
      replaced: readonly (readonly number[])[];
      generation: number;
    }>(cache, 'session');
    expect([generation, replaced.length, replaced[0]?.[0], replaced.at(-1)?.[0]]).toEqual([36, 32, 4, 35]);
  });

  it('is one counter for each window and network, whatever is counted', async () => {
    const failuresPerIp = { limit: 10, window: 300 };
    const { cache, auth } = open({ limits: { ...noLimits, failuresPerIp } });
    await times(12, () => reasonOf(auth.login({ identity, code: '000000' }, { ip: home })));
    expect(await onlyOf<number>(cache, 'limit:failuresPerIp')).toBe(10);
  });

  it('is a hundred times and one in a budget at most, however often it is spent', async () => {
    const shortCodesPerIdentity = { limit: 10_000, window: day };
    const { cache, clock, auth } = open({ limits: { ...noLimits, shortCodesPerIdentity } });
    await times(120, async () => {
      await auth.requestLoginCode(identity, { ip: home });
      clock.advance(day / 115);
    });
    const slots = await onlyOf<readonly unknown[]>(cache, 'limit:shortCodesPerIdentity');
    expect(slots.length).toBeGreaterThan(90);
    expect(slots.length).toBeLessThanOrEqual(101);
  });
});

describe('what is kept about a person, in memory', () => {
  it('is a hundred sessions, where no option says anything else', async () => {
    const cache = new Keyv();
    const { logIn } = createTestAuth({ cache, limits: noLimits, loginCode: { resendAfter: 0 } });
    await times(101, () => logIn(identity));
    expect(await recordsOf(cache, 'session')).toHaveLength(100);
  });

  it('is gone after 90 days, with the next request of anybody', async () => {
    const cache = new Keyv();
    const { auth, clock } = await live(cache);
    expect((await dumpCache(cache)).length).toBeGreaterThan(15);
    clock.advance(90 * day - 10);
    // A look at nobody's session: it keeps nothing, and sweeps.
    const sweep = () => auth.sessions('nobody@example.com');
    await sweep();
    await vi.waitFor(
      async () => {
        expect((await dumpCache(cache)).map(({ key }) => kindOf(key))).toEqual(['account']);
      },
      { timeout: 20_000 },
    );
    clock.advance(61);
    await sweep();
    await vi.waitFor(async () => expect(await dumpCache(cache)).toEqual([]), { timeout: 20_000 });
  });
});
