import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { SigningKeyInput } from '../../src/index.js';
import { describeBothStores } from '../support/both-stores.js';
import { headerOf } from '../support/jwt.js';
import {
  createSigningKey,
  createTestAuth,
  noLimits,
  signingKey as oldKey,
  reasonOf,
} from '../support/service.js';

const newKey = createSigningKey();
const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

/** Keys of every kind, and what their tokens say. */
const newKeys: readonly (readonly [alg: string, key: SigningKeyInput])[] = [
  ['EdDSA', newKey],
  ['ES256', generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey],
  ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
  ['HS256', { kty: 'oct', k: randomBytes(32).toString('base64url') }],
];

describeBothStores('a change of the signing key', (openCache) => {
  /** Two processes over one cache, which get each list of keys one after the other. */
  const open = () => {
    const cache = openCache();
    const first = createTestAuth({ cache, signingKey: [oldKey] });
    const withKeys = (...signingKey: SigningKeyInput[]) =>
      createTestAuth({ cache, clock: first.clock, limits: noLimits, signingKey });
    return { ...first, withKeys };
  };

  it.each(newKeys)(
    'goes by without a logout, and leaves nothing behind that could not be ended: %s',
    async (alg, key) => {
      const { clock, logIn, withKeys } = open();
      const lists = [[oldKey, key], [key, oldKey], [key]];
      let a = withKeys(oldKey);
      let b = withKeys(oldKey);
      let tokens = await logIn(identity);
      for (const keys of lists) {
        for (const process of ['a', 'b']) {
          if (process === 'a') a = withKeys(...keys);
          else b = withKeys(...keys);
          for (const { auth } of [a, b, a, b]) {
            clock.advance(60);
            expect(await auth.authenticate(tokens.accessToken, caller)).toMatchObject({ failure: null });
            tokens = await auth.refresh(tokens.refreshToken, caller);
          }
        }
      }
      expect(headerOf(tokens.accessToken).alg).toBe(alg);
      expect(await a.auth.sessions(identity)).toHaveLength(1);
      await b.auth.logout(tokens.refreshToken);
      expect(await a.auth.authenticate(tokens.accessToken, caller)).toMatchObject({ failure: 'revoked' });
      expect(await reasonOf(a.auth.refresh(tokens.refreshToken, caller))).toBe('revoked');
      expect(await a.auth.sessions(identity)).toEqual([]);
    },
  );

  it.each(newKeys)(
    'loses no code, wherever it was asked for, and wherever it is typed in: %s',
    async (_, key) => {
      const { withKeys } = open();
      let processes = [withKeys(oldKey), withKeys(oldKey)];
      let users = 0;
      /** A code of each process, two times: one will be typed in at this process, and one at the other. */
      const ask = async () => {
        const asked: { readonly identity: string; readonly challenge: string; readonly code: string }[] = [];
        for (const { askForCode } of [...processes, ...processes]) {
          users += 1;
          asked.push({
            identity: `user${users}@example.com`,
            ...(await askForCode(`user${users}@example.com`)),
          });
        }
        return asked;
      };
      const typeIn = async (asked: Awaited<ReturnType<typeof ask>>) => {
        const outcomes: string[] = [];
        for (const [i, { challenge, ...guess }] of asked.entries()) {
          const { auth } = processes[i < 2 ? i : 3 - i] as (typeof processes)[number];
          // Every other one without what the process answered, as from another browser.
          outcomes.push(await reasonOf(auth.login({ ...guess, ...(i % 2 === 0 && { challenge }) }, caller)));
        }
        return outcomes;
      };
      for (const keys of [
        [oldKey, key],
        [key, oldKey],
      ]) {
        for (const switched of [0, 1]) {
          const asked = await ask();
          processes = processes.map((process, i) => (i === switched ? withKeys(...keys) : process));
          expect(await typeIn(asked)).toEqual(['ok', 'ok', 'ok', 'ok']);
          expect(await typeIn(await ask())).toEqual(['ok', 'ok', 'ok', 'ok']);
        }
      }
    },
  );

  it('loses no code that somebody has joined', async () => {
    const cache = openCache();
    const limits = { ...noLimits, mailsPerIdentity: { limit: 2, window: 3600 } };
    const { auth, mailbox, clock } = createTestAuth({ cache, limits, signingKey: oldKey });
    let challenge = '';
    // The share of strangers is one mail. Then a long code is mailed, and the third request joins it.
    for (const ip of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
      challenge = (await auth.requestLoginCode(identity, { ip })).challenge;
      await auth.close();
    }
    expect(mailbox.map(({ code }) => code.length)).toEqual([6, 10]);
    const code = mailbox[1]?.code ?? '';
    const after = createTestAuth({ cache, clock, limits, signingKey: [newKey, oldKey] });
    expect(await reasonOf(after.auth.login({ identity, code, challenge }, { ip: '192.0.2.3' }))).toBe('ok');
  });

  it('ends all sessions with logoutEverywhere, before and after they have moved', async () => {
    const { clock, logIn, withKeys } = open();
    const moved = await logIn(identity);
    clock.advance(60);
    const left = await logIn(identity);
    const { auth } = withKeys(newKey, oldKey);
    const { accessToken } = await auth.refresh(moved.refreshToken, caller);
    expect(await auth.sessions(identity)).toHaveLength(2);
    expect(await auth.logoutEverywhere(identity)).toBe(2);
    for (const token of [accessToken, left.accessToken])
      expect(await auth.authenticate(token, caller)).toMatchObject({ failure: 'revoked' });
  });

  it('finds codes that are out, with and without their challenges, beside newer ones', async () => {
    const { clock, askForCode, withKeys } = open();
    const older = await askForCode(identity);
    clock.advance(60);
    const { auth, askForCode: askAnew } = withKeys(newKey, oldKey);
    const newer = await askAnew(identity, '192.0.2.2');
    const login = (code: string, challenge?: string) =>
      reasonOf(auth.login({ identity, code, challenge }, caller));
    expect(await login(older.code)).toBe('ok');
    expect(await login(newer.code, newer.challenge)).toBe('ok');
  });
});
