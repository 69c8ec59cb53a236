import Keyv from 'keyv';
import { describe, expect, it } from 'vitest';
import { createEmailAuth } from '../../src/index.js';
import { createTestAuth, reasonOf } from '../support/service.js';

const caller = { ip: '192.0.2.1' };

/** Two deployments of a service over one cache; the second one adds a claim. */
const deployTwice = (claims: object = { role: 'user', team: 'red' }) => {
  const cache = new Keyv();
  const before = createTestAuth({ cache, claims: () => ({ role: 'user' }) });
  const after = createTestAuth({
    ...{ cache, clock: before.clock, claims: () => claims as { role: string; team: string } },
    expectedClaims: ['team'],
  });
  return { before, after };
};

describe('a claim that is expected', () => {
  it('is in every access token that counts: one from before is refused, and its client refreshes', async () => {
    const { before, after } = deployTwice();
    const old = await before.logIn('ada@example.com');
    expect(await after.auth.authenticate(old.accessToken, caller)).toMatchObject({ failure: 'invalid' });
    const { accessToken } = await after.auth.refresh(old.refreshToken, caller);
    const state = await after.auth.authenticate(accessToken, caller);
    expect(state).toMatchObject({ failure: null, claims: { team: 'red' } });
  });

  it('is no use of a generation where it is missing: a lost refresh is still forgiven', async () => {
    const { before, after } = deployTwice();
    const first = await before.logIn('ada@example.com');
    const lost = await before.auth.refresh(first.refreshToken, caller);
    expect(await after.auth.authenticate(lost.accessToken, caller)).toMatchObject({ failure: 'invalid' });
    before.clock.advance(3600);
    expect(await reasonOf(after.auth.refresh(first.refreshToken, caller))).toBe('ok');
  });

  it.each<[what: string, claims: object]>([
    ['missing', { role: 'user' }],
    ['undefined', { role: 'user', team: undefined }],
  ])('gives nobody tokens where claims leaves it out: %s', async (_, claims) => {
    const { before, after } = deployTwice(claims);
    const { refreshToken } = await before.logIn('ada@example.com');
    await expect(after.auth.refresh(refreshToken, caller)).rejects.toThrow(
      'claims must answer with "team", which is among the expectedClaims',
    );
    expect(after.events.at(-1)).toMatchObject({
      ...{ type: 'store.unavailable', step: 'claims' },
      mistake: 'claims must answer with "team", which is among the expectedClaims',
    });
    // It cost no generation.
    expect(await reasonOf(before.auth.refresh(refreshToken, caller))).toBe('ok');
  });

  it('may be null', async () => {
    const { before, after } = deployTwice({ role: 'user', team: null });
    const { refreshToken } = await before.logIn('ada@example.com');
    const { accessToken } = await after.auth.refresh(refreshToken, caller);
    expect(await after.auth.authenticate(accessToken, caller)).toMatchObject({ failure: null });
  });

  it.each([['sub'], ['']])('is none of the library’s own, and has a name: %j', (name) => {
    expect(() => createEmailAuth({ expectedClaims: [name] as never[] })).toThrow(/^expectedClaims\[0\]/);
  });
});
