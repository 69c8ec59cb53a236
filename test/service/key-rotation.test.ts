import { expect, it } from 'vitest';
import { describeBothStores } from '../support/both-stores.js';
import { createSigningKey, createTestAuth, signingKey as oldKey, reasonOf } from '../support/service.js';

const newKey = createSigningKey();
const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

describeBothStores('a change of the signing key', (openCache) => {
  /** Two processes over one cache, which get each list of keys one after the other. */
  const open = () => {
    const cache = openCache();
    const first = createTestAuth({ cache, signingKey: [oldKey] });
    const withKeys = (...signingKey: string[]) => createTestAuth({ cache, clock: first.clock, signingKey });
    return { ...first, withKeys };
  };

  it('goes by without a logout, and leaves nothing behind that could not be ended', async () => {
    const { clock, logIn, withKeys } = open();
    const lists = [[oldKey, newKey], [newKey, oldKey], [newKey]];
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
    expect(await a.auth.sessions(identity)).toHaveLength(1);
    await b.auth.logout(tokens.refreshToken);
    expect(await a.auth.authenticate(tokens.accessToken, caller)).toMatchObject({ failure: 'revoked' });
    expect(await reasonOf(a.auth.refresh(tokens.refreshToken, caller))).toBe('revoked');
    expect(await a.auth.sessions(identity)).toEqual([]);
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
