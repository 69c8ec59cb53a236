import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { expect } from 'vitest';
import type { EmailAuthOptions } from '../../../src/index.js';
import { createFeed, listenOverHttp } from '../../support/event-streams.js';
import { forge, partsOf, reforge } from '../../support/forged-tokens.js';
import { reasonOf, signingKey } from '../../support/service.js';
import { ada, bearer, failureOf, home } from '../actors.js';
import type { Guarantee } from '../guarantee.js';
import { streamSchema } from '../stream-schema.js';
import { openStreams } from '../streams.js';
import type { World } from '../world.js';

const pemOf = (key: ReturnType<typeof generateKeyPairSync>['privateKey']): string =>
  key.export({ format: 'pem', type: 'pkcs8' }) as string;
const otherKey = pemOf(generateKeyPairSync('ed25519').privateKey);
const curve = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;

/** A server with two keys, and somebody who is logged in. */
const open = async ({ serve }: World, options: EmailAuthOptions<{ role: 'admin' | 'user' }> = {}) => {
  const server = await serve({ signingKey: [signingKey, otherKey], ...options });
  const pair = await server.logIn(ada);
  const me = (token: string) => server.http.query('{ hello me }', {}, bearer(token));
  return { ...server, pair, me };
};

/** Every one is refused, over HTTP and by the service, and the token that it was made from is not. */
const expectRefused = async (
  { auth, me, pair }: Awaited<ReturnType<typeof open>>,
  forgeries: Readonly<Record<string, string>>,
) => {
  expect(await me(pair.accessToken)).toEqual({ data: { hello: `Hello, ${ada}!`, me: ada } });
  for (const [what, token] of Object.entries(forgeries)) {
    expect([what, await failureOf(auth, token)]).toEqual([
      what,
      expect.stringMatching(/^(malformed|invalid)$/),
    ]);
    expect([what, await me(token)]).toMatchObject([
      what,
      { data: { me: null }, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    ]);
    expect([what, await reasonOf(auth.refresh(token, home))]).toEqual([what, 'invalid']);
  }
};

/** Every one is refused, and ends nothing, and the token that it was made from is not refused. */
const expectNoRefresh = async (
  { auth, pair }: Awaited<ReturnType<typeof open>>,
  forgeries: Readonly<Record<string, string>>,
) => {
  for (const [what, token] of Object.entries(forgeries)) {
    expect([what, await reasonOf(auth.refresh(token, home))]).toEqual([what, 'invalid']);
    await auth.logout(token);
  }
  expect(await failureOf(auth, pair.accessToken)).toBeNull();
  expect(await reasonOf(auth.refresh(pair.refreshToken, home))).toBe('ok');
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const signAs = (token: string, alg: string, signature: (text: string) => string): string => {
  const { header, payload } = partsOf(token);
  const text = `${encode({ ...header, alg })}.${encode(payload)}`;
  return `${text}.${signature(text)}`;
};

const spellings = (token: string): string[] => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const bytes = (text: string) =>
    text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
  const last = [...alphabet].map((character) => token.slice(0, -1) + character);
  const others = ['=', '==', '\0', '\u200b'].map((more) => token + more);
  return [...last, ...others, `${token.slice(0, 9)} ${token.slice(9)}`, token.replace('.', '=.')].filter(
    (text) => text !== token && String(bytes(text)) === String(bytes(token)),
  );
};

export const tokens: readonly Guarantee[] = [
  {
    id: 'T1',
    must: `A token MUST be accepted only with the algorithm of the key that \`kid\` names, and only with the \`typ\` that is asked for`,
    attack: {
      'another algorithm than that of the key': async (world) => {
        const server = await open(world);
        const publicPem = createPublicKey(signingKey).export({ type: 'spki', format: 'pem' });
        const [jwk] = (await server.auth.jwks()).keys;
        const hmac = (key: string | Buffer) => (text: string) =>
          createHmac('sha256', key).update(text).digest('base64url');
        const forgeriesOf = (token: string) => ({
          'none, and no signature': signAs(token, 'none', () => ''),
          'none, and some signature': signAs(token, 'none', () => 'AAAA'),
          'HS256 with the public PEM': signAs(token, 'HS256', hmac(publicPem as string)),
          'HS256 with the public bytes': signAs(token, 'HS256', hmac(Buffer.from(jwk?.x ?? '', 'base64url'))),
          'ES256 with a key of its own': signAs(token, 'ES256', (text) =>
            sign('sha256', Buffer.from(text), { key: curve, dsaEncoding: 'ieee-p1363' }).toString(
              'base64url',
            ),
          ),
          'the right one in other letters': reforge(token, { header: { alg: 'eddsa' } }),
          'a list of them': reforge(token, { header: { alg: ['EdDSA'] } }),
        });
        await expectRefused(server, forgeriesOf(server.pair.accessToken));
        await expectNoRefresh(server, forgeriesOf(server.pair.refreshToken));
      },
      'another key than the one that kid names': async (world) => {
        const server = await open(world);
        const [, other] = (await server.auth.jwks()).keys;
        const stranger = generateKeyPairSync('ed25519').privateKey;
        const forgeriesOf = (token: string) => {
          const parts = partsOf(token);
          return {
            'our other key under the kid of the first': forge(parts, otherKey),
            'our first key under the kid of the other': reforge(token, { header: { kid: other?.kid } }),
            "a stranger's key under our kid": forge(parts, stranger),
            "a stranger's key in the header": forge(
              { ...parts, header: { ...parts.header, jwk: stranger.export({ format: 'jwk' }) } },
              stranger,
            ),
            'a kid of nobody': reforge(token, { header: { kid: 'nobody' } }),
            'a kid of every object': reforge(token, { header: { kid: '__proto__' } }),
            'no kid': reforge(token, { header: { kid: undefined } }),
            'a list of kids': reforge(token, { header: { kid: [parts.header.kid] } }),
          };
        };
        await expectRefused(server, forgeriesOf(server.pair.accessToken));
        await expectNoRefresh(server, forgeriesOf(server.pair.refreshToken));
        const parts = partsOf(server.pair.accessToken);
        // The other key is ours: what it signs under its own kid is accepted.
        const own = forge({ ...parts, header: { ...parts.header, kid: other?.kid } }, otherKey);
        expect(await failureOf(server.auth, own)).toBeNull();
      },
      'another typ than the one that is asked for': async (world) => {
        const server = await open(world);
        const { auth, me, pair } = server;
        const withTyp = (typ: unknown) => reforge(pair.accessToken, { header: { typ } });
        await expectRefused(server, {
          'no typ': withTyp(undefined),
          'the typ of any token': withTyp('JWT'),
          'the typ of an ID token': withTyp('id_token+jwt'),
        });
        expect(await failureOf(auth, pair.refreshToken)).toBe('invalid');
        expect(await me(pair.refreshToken)).toMatchObject({
          errors: [{ extensions: { reason: 'invalid' } }],
        });
        // Remembered by now.
        expect(await reasonOf(auth.refresh(pair.accessToken, home))).toBe('invalid');
        await auth.logout(pair.accessToken);
        expect(await failureOf(auth, pair.accessToken)).toBeNull();
        expect(await reasonOf(auth.refresh(pair.refreshToken, home))).toBe('ok');
      },
    },
  },
  {
    id: 'T2',
    must: `\`exp\` MUST be checked at every use, for remembered tokens and running subscriptions too`,
    attack: {
      'a token that was accepted a second ago': async (world) => {
        const { auth, me, pair, clock } = await open(world);
        clock.advance(299);
        expect(await me(pair.accessToken)).toMatchObject({ data: { me: ada } });
        clock.advance(1);
        expect(await me(pair.accessToken)).toMatchObject({ errors: [{ extensions: { reason: 'expired' } }] });
        expect(await failureOf(auth, pair.accessToken)).toBe('expired');
      },
      'a token that nobody has seen before': async (world) => {
        const { auth, me, pair, clock } = await open(world);
        clock.advance(300);
        expect(await me(pair.accessToken)).toMatchObject({ errors: [{ extensions: { reason: 'expired' } }] });
        expect(await reasonOf(auth.refresh(pair.refreshToken, home))).toBe('ok');
      },
      'a refresh token on its last day': async (world) => {
        const { auth, pair, clock } = await open(world);
        clock.advance(1_209_600 - 1);
        const last = await auth.refresh(pair.refreshToken, home);
        clock.advance(1);
        expect(await reasonOf(auth.refresh(last.refreshToken, home))).toBe('expired');
        expect(await reasonOf(auth.refresh(pair.refreshToken, home))).toBe('expired');
      },
      'a subscription that goes on, whether sessions are checked or not': async (world) => {
        for (const checkSession of [true, false]) {
          const feed = createFeed();
          const schemaOf = streamSchema(feed.events);
          const { http, pair, clock } = await open(world, {
            accessToken: { checkSession },
            schemaOf,
          } as never);
          const events = listenOverHttp(http.url, 'subscription { marked }', pair);
          const next = async (n: number) => {
            feed.publish(n);
            return events.next();
          };
          clock.advance(299);
          expect((await next(1)).value).toEqual({ data: { marked: 1 } });
          clock.advance(1);
          expect((await next(2)).value).toMatchObject({
            data: { marked: null },
            errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'expired' } }],
          });
          expect((await next(3)).done).toBe(true);
        }
      },
      'a subscription that is not marked: it goes on for anybody': async (world) => {
        for (const checkSession of [true, false]) {
          const { next, clock } = await openStreams(world, { accessToken: { checkSession } });
          clock.advance(299);
          expect((await next()).open).toEqual({ data: { open: { n: 1, secret: 1, who: ada } } });
          clock.advance(1);
          for (const n of [2, 3])
            expect((await next()).open).toMatchObject({
              data: { open: { n, secret: null, who: null } },
              errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'expired' } }],
            });
        }
      },
    },
  },
  {
    id: 'T3',
    must: `A token MUST have one spelling, apart from white space around it. What a request does to its claims MUST NOT change them for another request`,
    attack: {
      'the same bytes in other letters, before the token is remembered and after': async (world) => {
        const { auth, me, pair } = await open(world);
        const others = spellings(pair.accessToken);
        // The last character of 64 bytes has four bits too many.
        expect(others.length).toBeGreaterThan(15);
        for (let round = 0; round < 2; round += 1) {
          for (const other of others) expect(await failureOf(auth, other)).toBe('malformed');
          expect(await me(pair.accessToken)).toMatchObject({ data: { me: ada } });
        }
        for (const other of spellings(pair.refreshToken))
          expect(await reasonOf(auth.refresh(other, home))).toBe('invalid');
        expect(await reasonOf(auth.refresh(pair.refreshToken, home))).toBe('ok');
      },
      'a request that makes itself an administrator': async ({ service }) => {
        const { auth, logIn } = service({ claims: () => ({ roles: ['user'], org: { name: 'home' } }) });
        const pair = await logIn(ada);
        const signed = partsOf(pair.accessToken).payload;
        const first = await auth.authenticate(pair.accessToken, home);
        for (const claims of [pair.claims, first.claims]) {
          // Boundary: claims are read-only by type; that is the attack.
          const mine = claims as unknown as { sub: string; roles: string[]; org: { name: string } };
          const changes = [
            () => mine.roles.push('admin'),
            () => Object.assign(mine.org, { name: 'other' }),
            () => Object.assign(mine, { sub: 'eve@example.com' }),
          ];
          for (const change of changes) expect(change).toThrow(TypeError);
        }
        expect((await auth.authenticate(pair.accessToken, home)).claims).toEqual(signed);
      },
      'a lookup of claims that changes those of the refresh token': async ({ service }) => {
        const seen: unknown[] = [];
        const { auth, logIn } = service({
          claims: (_, { claims }) => {
            if (claims) {
              expect(() => Object.assign(claims, { sub: 'eve@example.com' })).toThrow(TypeError);
              seen.push(claims);
            }
            return {};
          },
        });
        const { refreshToken } = await logIn(ada);
        expect((await auth.refresh(refreshToken, home)).claims.sub).toBe(ada);
        expect(seen).toHaveLength(1);
      },
    },
  },
];
