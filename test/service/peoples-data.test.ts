import Keyv from 'keyv';
import { expect, it } from 'vitest';
import type { AuthError } from '../../src/index.js';
import { describeBothStores } from '../support/both-stores.js';
import { dumpCache } from '../support/dump-cache.js';
import { FakeLogger } from '../support/fake-logger.js';
import { makeFaulty } from '../support/faulty-cache.js';
import { kindOf } from '../support/kept-data.js';
import { createTestAuth, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

const live = async () => {
  const cache = new Keyv();
  const parts = createTestAuth<{ org: string }>({
    ...{ cache, loginCode: { resendAfter: 0 }, updatableClaims: ['org'] },
    claims: () => ({ org: 'home' }),
  });
  const first = await parts.logIn(identity);
  const second = await parts.logIn(identity, '198.51.100.1');
  const newest = await parts.auth.updateClaims(first.refreshToken, { org: 'other' }, caller);
  await reasonOf(parts.auth.login({ identity, code: '000000' }, caller));
  const out = await parts.askForCode(identity, '203.0.113.1');
  return { ...parts, cache, newest, second, out };
};

it('forgetting an identity ends its sessions and codes at once, and tells of each session', async () => {
  const { auth, events, newest, second, out } = await live();
  events.length = 0;
  expect(await auth.forget(' ADA@example.com ', caller)).toBe(2);
  const ended = [newest, second].map(({ claims }) => claims.sid);
  expect(events).toMatchObject(
    ended.map((session) => ({
      type: 'session.ended',
      ip: caller.ip,
      identity,
      session,
      reason: 'forgotten',
    })),
  );
  for (const { accessToken, refreshToken } of [newest, second]) {
    expect((await auth.authenticate(accessToken, caller)).failure).toBe('revoked');
    expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('revoked');
  }
  expect(await reasonOf(auth.login({ identity, ...out }, caller))).toBe('INVALID_LOGIN_CODE');
  expect(await auth.forget(identity)).toBe(0);
});

it('forgetting an identity leaves what stops guessing and flooding, and nothing else of it', async () => {
  const { auth, cache } = await live();
  await auth.forget(identity);
  const kinds = new Set((await dumpCache(cache)).map(({ key }) => kindOf(key)));
  expect([...kinds].filter((kind) => !kind.startsWith('limit:')).sort()).toEqual(['spent']);
  expect(await auth.export(identity)).toEqual({
    ...{ identity, sessions: [], codes: [], knownNetworks: 0, reviewAccountUntil: null },
    counts: { mailsPerIdentity: 3, shortCodesPerIdentity: 3, failuresPerIdentity: 1 },
  });
});

it('a code does not come back from a login that fails after its identity was forgotten', async () => {
  let isForgotten = false;
  const { auth, askForCode } = createTestAuth({
    claims: async (_, { phase }) => {
      if (phase !== 'login' || isForgotten) return {};
      isForgotten = true;
      await auth.forget(identity, caller);
      throw new Error('The database is away.');
    },
  });
  const input = { identity, ...(await askForCode(identity)) };
  expect(await reasonOf(auth.login(input, caller))).toBe('SERVICE_UNAVAILABLE');
  expect((await auth.export(identity)).codes).toEqual([]);
  expect(await reasonOf(auth.login(input, caller))).toBe('INVALID_LOGIN_CODE');
});

it('an export is plain JSON of all that is kept, without a secret', async () => {
  const { auth, clock, newest, second, out } = await live();
  const now = clock() / 1000;
  const data = await auth.export(identity);
  const session = { createdAt: now, refreshedAt: now, expiresAt: now + 1_209_600, device: null };
  expect(data).toEqual({
    identity,
    sessions: [
      { id: newest.claims.sid, ...session, network: '192.0.2.0/24', updatedClaims: { org: 'other' } },
      { id: second.claims.sid, ...session, network: '198.51.100.0/24', updatedClaims: {} },
    ],
    codes: [{ expiresAt: now + 300, isLong: false, ownAttempts: 5, sharedAttempts: 5 }],
    knownNetworks: 2,
    counts: { mailsPerIdentity: 3, shortCodesPerIdentity: 3, failuresPerIdentity: 1 },
    reviewAccountUntil: null,
  });
  const text = JSON.stringify(data);
  expect(JSON.parse(text)).toEqual(data);
  for (const secret of [out.code, out.challenge, newest.refreshToken]) expect(text).not.toContain(secret);
});

describeBothStores('while the cache is out of order', (openCache) => {
  it.each(['fails', 'hangs', 'loses', 'lies'] as const)(
    'nobody is told that an identity is forgotten, or what is kept of it: it %s',
    async (fault) => {
      const { cache, begin, end, letGo } = makeFaulty(openCache());
      const patient = createTestAuth({ cache, storeTimeout: 10, logger: new FakeLogger() });
      const { clock } = patient;
      const { auth } = createTestAuth({ cache, clock, storeTimeout: 0.2, logger: new FakeLogger() });
      const { accessToken } = await patient.logIn(identity);
      begin(fault);
      expect(await reasonOf(auth.forget(identity))).toBe('SERVICE_UNAVAILABLE');
      expect(await reasonOf(auth.export(identity))).toBe('SERVICE_UNAVAILABLE');
      begin(fault, 'writes');
      expect(await reasonOf(auth.forget(identity))).toBe('SERVICE_UNAVAILABLE');
      end();
      await letGo();
      await patient.auth.forget(identity);
      const kept = await patient.auth.export(identity);
      expect(kept).toMatchObject({ sessions: [], codes: [], knownNetworks: 0 });
      expect((await patient.auth.authenticate(accessToken, caller)).failure).toBe('revoked');
    },
  );
});

describeBothStores('deleting an account again and again', (openCache) => {
  it('gives no pause, no mail, no short code and no attempt back', async () => {
    const limits = {
      mailsPerIdentity: { limit: 10, window: 3600 },
      shortCodesPerIdentity: { limit: 2, window: 86_400 },
    };
    const withForgetting = createTestAuth({ cache: openCache(), limits });
    const without = createTestAuth({ cache: openCache(), limits });
    const attack = async ({ auth, mailbox }: typeof without, isForgotten: boolean) => {
      const seen: unknown[] = [];
      for (let i = 0; i < 12; i += 1) {
        const from = { ip: `198.51.100.${i >> 1}` };
        const asked = await auth.requestLoginCode(identity, from).catch((error: AuthError) => error.code);
        seen.push(typeof asked === 'string' ? asked : [asked.codeLength, asked.challenge.length]);
        for (let j = 0; j < 6; j += 1)
          seen.push(await reasonOf(auth.login({ identity, code: 'WRONGWRONG' }, from)));
        if (isForgotten) await auth.forget(identity);
      }
      await auth.close();
      return { seen, mails: mailbox.map(({ code }) => code.length) };
    };
    expect(await attack(withForgetting, true)).toEqual(await attack(without, false));
  });
});

it('neither is for something that is no identity', async () => {
  const { auth } = createTestAuth();
  expect(await reasonOf(auth.forget('nobody'))).toBe('BAD_USER_INPUT');
  expect(await reasonOf(auth.export('nobody'))).toBe('BAD_USER_INPUT');
});
