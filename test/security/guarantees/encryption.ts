import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { decryptJwe } from '../../support/jwe.js';
import { reasonOf } from '../../support/service.js';
import { forgedJwes } from '../../token/encryption/forged-jwes.js';
import { ada, bearer, failureOf, home } from '../actors.js';
import type { Guarantee } from '../guarantee.js';
import { openStreams } from '../streams.js';
import type { World } from '../world.js';

const kek = randomBytes(32);
const jwt = { encryptionKey: kek.toString('base64') };

const open = async ({ serve }: World) => {
  const server = await serve({ jwt });
  const pair = await server.logIn(ada);
  const me = (token: string) => server.http.query('{ me }', {}, bearer(token));
  return { ...server, pair, me };
};

const decode = (part: string): string => Buffer.from(part, 'base64url').toString('latin1');

export const encryption: readonly Guarantee[] = [
  {
    id: 'T4',
    must: `With \`jwt.encryptionKey\`, a new token MUST NOT show anything of its claims without that key, but how long they are. An encrypted token MUST be accepted only as the service encrypts it, and only if the token inside is accepted`,
    attack: {
      'somebody who reads tokens and has no key': async (world) => {
        const { pair, auth, clock } = await open(world);
        clock.advance(1);
        const next = await auth.refresh(pair.refreshToken, home);
        const seen = [pair, next].flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]);
        const { sub, sid, jti, iat, exp } = pair.claims;
        for (const token of seen) {
          const parts = token.split('.');
          expect(parts).toHaveLength(5);
          expect(Object.keys(JSON.parse(decode(parts[0] ?? '')))).toEqual(['alg', 'enc', 'cty', 'kid']);
          for (const claim of [sub, sid, jti, iat, exp].map(String))
            for (const text of [token, ...parts.map(decode)]) expect(text).not.toContain(claim);
          // With the key, they are there.
          const inside = decryptJwe(kek, token).split('.').map(decode).join();
          expect(inside).toContain(sub);
          expect(inside).toContain(sid);
        }
        // No two of them have anything in common but the header.
        const parts = seen.flatMap((token) => token.split('.').slice(1));
        expect(new Set(parts).size).toBe(parts.length);
      },
      'every other way to encrypt, and to fill, a token': async (world) => {
        const { auth, me, pair } = await open(world);
        for (const { must, forge, failure } of forgedJwes) {
          const access = { token: pair.accessToken, otherType: pair.refreshToken, kek };
          const forged = await forge(access);
          expect([must, await failureOf(auth, forged)]).toEqual([must, failure]);
          // A header has 16 kB.
          if (failure !== null && forged.length < 9000)
            expect([must, await me(forged)]).toMatchObject([
              must,
              { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
            ]);
          const refresh = { token: pair.refreshToken, otherType: pair.accessToken, kek };
          if (failure !== null)
            expect([must, await reasonOf(auth.refresh(await forge(refresh), home))]).toEqual([
              must,
              'invalid',
            ]);
        }
        expect(await me(pair.accessToken)).toEqual({ data: { me: ada } });
        expect(await reasonOf(auth.refresh(pair.refreshToken, home))).toBe('ok');
      },
      'other letters for the same bytes': async (world) => {
        const { auth, pair } = await open(world);
        const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
        const parts = pair.accessToken.split('.');
        let others = 0;
        for (const [index, part] of parts.entries())
          for (const letter of alphabet) {
            const other = part.slice(0, -1) + letter;
            if (other === part || decode(other) !== decode(part)) continue;
            others += 1;
            expect(await failureOf(auth, parts.with(index, other).join('.'))).toBe('malformed');
          }
        // The key and the tag have four bits too many; the header and the ciphertext may have some.
        expect(others).toBeGreaterThanOrEqual(30);
        expect(await failureOf(auth, pair.accessToken)).toBeNull();
      },
      'a token that has expired, and a session that has ended, on streams too': async (world) => {
        const { next, clock, auth, other, pair } = await openStreams(world, { jwt });
        expect((await next()).open).toEqual({ data: { open: { n: 1, secret: 1, who: ada } } });
        await other.auth.logout(pair.refreshToken);
        expect((await next()).open).toMatchObject({ data: { open: { n: 2, secret: null, who: null } } });
        expect(await failureOf(auth, pair.accessToken)).toBe('revoked');
        clock.advance(300);
        expect(await failureOf(auth, pair.accessToken)).toBe('expired');
      },
    },
  },
];
