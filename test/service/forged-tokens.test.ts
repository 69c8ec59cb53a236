import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { AccessTokenError, verifyAccessToken } from '../../src/verify/index.js';
import { readPage, rowsOf } from '../standards/tables.js';
import { createTestAuth, signingKey } from '../support/service.js';
import { createForgery, otherKey } from './forged-tokens/forgery.js';
import { forgedTokens } from './forged-tokens/index.js';

const jwt = { issuer: 'https://login.example.com', audience: 'shop' };
const caller = { ip: '192.0.2.1' };

describe('what is brought as an access token', () => {
  let forgery: ReturnType<typeof createForgery>;
  let auth: EmailAuth;
  /** The other service: it has the public keys, and nothing else. */
  let verify: (token: string) => Promise<object>;

  beforeAll(async () => {
    const service = createTestAuth({ signingKey: [signingKey, otherKey], jwt });
    auth = service.auth;
    const jwks = await auth.jwks();
    const otherKid = jwks.keys[1]?.kid ?? '';
    forgery = createForgery(await service.logIn('ada@example.com'), {
      now: service.clock() / 1000,
      otherKid,
    });
    verify = (token) => verifyAccessToken(token, { jwks, ...jwt, clock: service.clock });
  });

  it.each(forgedTokens)('$id, RFC 8725 $section, $must', async ({ token, failure }) => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    const forged = token(forgery);
    const state = await auth.authenticate(forged, caller);
    expect(state.failure).toBe(failure);
    expect(state.claims === null).toBe(failure !== null);
    const verified = await verify(forged).catch((error: unknown) => error);
    if (failure === null) expect(verified).toEqual(state.claims);
    else expect(verified).toBeInstanceOf(AccessTokenError);
    expect(verified).toMatchObject(failure === null ? { sub: 'ada@example.com' } : { reason: failure });
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });

  it('is no refresh token either', async () => {
    await expect(auth.refresh(forgery.accessToken, caller)).rejects.toMatchObject({ reason: 'invalid' });
  });

  it('is attacked in every way that docs/standards.md says is met', () => {
    const sections = new Set(forgedTokens.map(({ section }) => `RFC 8725 ${section}`));
    const rows = rowsOf(readPage('docs/standards.md'), /^RFC 8725 /).map(([id]) => id);
    // Strong keys and points on the curve are for `vector-jwk`, current algorithms for `vector-jws-own-kinds`.
    const elsewhere = ['RFC 8725 3.2', 'RFC 8725 3.4', 'RFC 8725 3.5'];
    expect([...sections, ...elsewhere].sort()).toEqual(rows.sort());
  });
});
