import KeyvValkey from '@keyv/valkey';
import Keyv from 'keyv';
import { expect } from 'vitest';
import type { AuthTokens, EmailAuth } from '../../../src/index.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { type Fault, makeFaulty } from '../../support/faulty-cache.js';
import { generationOf } from '../../support/forged-tokens.js';
import { noLimits, reasonOf, wrongCode } from '../../support/service.js';
import { ada, bearer, failureOf, home } from '../actors.js';
import type { Guarantee } from '../guarantee.js';
import { openStreams } from '../streams.js';
import type { World } from '../world.js';

/** Refused, or let in, or still waiting when any step has had its time many times over. */
const outcomeOf = (outcome: Promise<unknown>): Promise<string> =>
  Promise.race([
    reasonOf(outcome),
    new Promise<string>((resolve) => setTimeout(resolve, 3000, 'still waiting').unref()),
  ]);

/** Two processes over a cache that can go wrong, one of which does not wait for long. */
const open = async ({ openCache, service, serve }: World) => {
  const faulty = makeFaulty(openCache());
  const common = {
    cache: faulty.cache,
    clock: createFakeClock(),
    limits: noLimits,
    loginCode: { resendAfter: 0 },
  };
  const { clock } = common;
  const patient = service(common);
  const hasty = await serve({ ...common, storeTimeout: 0.05, updatableClaims: ['role'] });
  const pair = await patient.logIn(ada);
  const guess = { identity: ada, ...(await patient.askForCode(ada)) };
  return { faulty, patient, hasty, pair, guess, clock };
};

/** Everything that asks the cache, at once. */
const everything = (
  auth: EmailAuth<{ role: 'admin' | 'user' }>,
  { refreshToken, claims }: AuthTokens,
  guess: { code: string; challenge: string },
) => [
  auth.requestLoginCode(ada, home),
  auth.login({ identity: ada, ...guess }, home),
  auth.login({ identity: ada, code: guess.code }, home),
  auth.login({ identity: ada, code: wrongCode(guess.code) }, home),
  auth.refresh(refreshToken, home),
  auth.updateClaims(refreshToken, { role: 'admin' }, home),
  auth.logout(refreshToken),
  auth.logoutEverywhere(ada),
  auth.sessions(ada),
  auth.endSession(ada, claims.sid),
  auth.check(),
];

const attackWith = (fault: Fault) => async (world: World) => {
  const { faulty, patient, hasty, pair, guess } = await open(world);
  const headers = bearer(pair.accessToken);
  expect(await patient.auth.authenticate(pair.accessToken, home)).toMatchObject({ claims: { sub: ada } });
  faulty.begin(fault);
  const outcomes = await Promise.all(everything(hasty.auth, pair, guess).map(outcomeOf));
  expect(new Set(outcomes)).toEqual(new Set(['SERVICE_UNAVAILABLE']));
  expect(await failureOf(hasty.auth as EmailAuth, pair.accessToken)).toBe('unavailable');
  const unavailable = { extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: 1 } };
  expect(await hasty.http.query('{ hello me }', {}, headers)).toMatchObject({
    data: { hello: 'Hello, stranger!', me: null },
    errors: [unavailable],
  });
  const login = `mutation { login(email: "${ada}", code: "${guess.code}", challenge: "${guess.challenge}") { expiresIn } }`;
  expect(await hasty.http.query(login)).toMatchObject({ errors: [unavailable] });
  // Tokens that are none, and addresses that are none, need no cache.
  expect(await failureOf(hasty.auth as EmailAuth, `${pair.accessToken}A`)).not.toBeNull();
  expect(await reasonOf(hasty.auth.requestLoginCode('nobody', home))).toBe('BAD_USER_INPUT');
  expect(hasty.mailbox).toEqual([]);
  faulty.end();
  await faulty.letGo();
  const later = await patient.logIn('grace@example.com');
  expect(await failureOf(patient.auth, later.accessToken)).toBeNull();
  expect(await reasonOf(patient.auth.logoutEverywhere(ada))).toBe('ok');
  expect(await failureOf(patient.auth, pair.accessToken)).toBe('revoked');
};

/** A client that sends each of its commands a second time, as it does where an answer was lost. */
const sendingTwice = ({ openCache, afterwards }: World): Keyv => {
  const cache = openCache();
  const twice = (target: object, ...names: readonly string[]) => {
    for (const name of names) {
      const method: (...args: unknown[]) => unknown = Reflect.get(target, name);
      const value = async (...args: unknown[]) => {
        await method.apply(target, args);
        return method.apply(target, args);
      };
      Object.defineProperty(target, name, { value });
    }
  };
  // Boundary: what a Keyv stands on shows in its methods alone.
  const { client } = cache.store as { readonly client?: { readonly options: { readonly url: string } } };
  if (client === undefined) {
    twice(cache.store, 'get', 'set', 'delete');
    return cache;
  }
  const adapter = new KeyvValkey(client.options.url);
  twice(adapter.redis, 'evalsha', 'eval');
  const valkey = new Keyv({ store: adapter, namespace: `twice-${String(cache.namespace)}` });
  afterwards(async () => {
    await valkey.clear();
    await valkey.disconnect();
  });
  return valkey;
};

export const cache: readonly Guarantee[] = [
  {
    id: 'O1',
    must: `When the cache fails or is late, every call that needs it MUST be refused as \`SERVICE_UNAVAILABLE\`, never allowed`,
    attack: {
      'a cache that fails': attackWith('fails'),
      'a cache that never answers': attackWith('hangs'),
      'a cache that does its work and loses the answer': attackWith('loses'),
      'a cache that answers that there is nothing, and tells only its listeners': attackWith('lies'),
      'a cache that is away, for a process that does not ask it about sessions': async (world) => {
        const faulty = makeFaulty(world.openCache());
        const { auth, logIn } = world.service({ cache: faulty.cache, accessToken: { checkSession: false } });
        const { accessToken, refreshToken } = await logIn(ada);
        faulty.begin('fails');
        expect(await failureOf(auth, accessToken)).toBeNull();
        expect(await reasonOf(auth.refresh(refreshToken, home))).toBe('SERVICE_UNAVAILABLE');
      },
      'a cache that goes wrong while streams go on, marked or not': async (world) => {
        for (const fault of ['fails', 'hangs', 'loses', 'lies'] as const) {
          const faulty = makeFaulty(world.openCache());
          const { next } = await openStreams(world, { cache: faulty.cache, storeTimeout: 0.3 });
          expect(await next()).toMatchObject({
            marked: { value: { data: { marked: 1 } } },
            open: { data: { open: { n: 1, secret: 1, who: ada } } },
          });
          faulty.begin(fault);
          const errors = [{ extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: 1 } }];
          expect([fault, await next()]).toMatchObject([
            fault,
            {
              marked: { value: { data: { marked: null }, errors } },
              open: { data: { open: { n: 2, secret: null, who: null } }, errors },
            },
          ]);
          faulty.end();
          await faulty.letGo();
          // It passes, and nobody was logged out by it.
          expect(await next()).toMatchObject({
            marked: { value: { data: { marked: 3 } } },
            open: { data: { open: { n: 3, secret: 3, who: ada } } },
          });
        }
      },
      'a cache that can be read, and not written': async (world) => {
        for (const fault of ['fails', 'hangs'] as const) {
          const { faulty, patient, hasty, pair, guess } = await open(world);
          faulty.begin(fault, 'writes');
          const { challenge } = guess;
          for (const step of [
            () => hasty.auth.login(guess, home),
            () => hasty.auth.refresh(pair.refreshToken, home),
            () => hasty.auth.login({ identity: ada, code: wrongCode(guess.code), challenge }, home),
            () => hasty.auth.requestLoginCode('grace@example.com', home),
            () => hasty.auth.logout(pair.refreshToken),
          ])
            expect(await outcomeOf(step())).toBe('SERVICE_UNAVAILABLE');
          expect(hasty.mailbox).toEqual([]);
          faulty.end();
          await faulty.letGo();
          expect(await reasonOf(patient.auth.logoutEverywhere(ada))).toBe('ok');
          expect(await failureOf(patient.auth, pair.accessToken)).toBe('revoked');
        }
      },
    },
  },
  {
    id: 'O2',
    must: `A step of the cache MUST happen in time and once, or not at all. It MUST NOT happen later, and MUST NOT happen twice when a client sends it twice. A late write MUST NOT undo a later step`,
    attack: {
      'steps that reach the cache when their time is over': async (world) => {
        const { faulty, patient, hasty, pair, guess } = await open(world);
        // The server's clock is known by now.
        await hasty.auth.sessions(ada).catch(() => {});
        faulty.begin('hangs');
        const late = [
          hasty.auth.login(guess, home),
          hasty.auth.refresh(pair.refreshToken, home),
          hasty.auth.logout(pair.refreshToken),
          hasty.auth.logoutEverywhere(ada),
          hasty.auth.endSession(ada, pair.claims.sid),
        ];
        expect(new Set(await Promise.all(late.map(outcomeOf)))).toEqual(new Set(['SERVICE_UNAVAILABLE']));
        expect(faulty.held()).toBeGreaterThan(0);
        faulty.end();
        await faulty.letGo();
        await new Promise((resolve) => setTimeout(resolve, 20));
        // Nothing has happened.
        expect((await patient.auth.sessions(ada)).map(({ id }) => id)).toEqual([pair.claims.sid]);
        expect(await failureOf(patient.auth, pair.accessToken)).toBeNull();
        const second = await patient.auth.refresh(pair.refreshToken, home);
        expect(generationOf(second.refreshToken)).toBe(2);
        expect(await reasonOf(patient.auth.login(guess, home))).toBe('ok');
        expect(await reasonOf(patient.auth.login(guess, home))).toBe('INVALID_LOGIN_CODE');
      },
      'a write that is late, while a later step ends the session': async (world) => {
        const { faulty, patient, hasty, pair } = await open(world);
        await hasty.auth.sessions(ada).catch(() => {});
        faulty.begin('hangs', 'writes');
        expect(await outcomeOf(hasty.auth.refresh(pair.refreshToken, home))).toBe('SERVICE_UNAVAILABLE');
        faulty.end();
        const ending = patient.auth.logout(pair.refreshToken);
        await new Promise((resolve) => setTimeout(resolve, 20));
        await faulty.letGo();
        expect(await ending).toBe(true);
        expect(await patient.auth.sessions(ada)).toEqual([]);
        expect(await failureOf(patient.auth, pair.accessToken)).toBe('revoked');
        expect(await reasonOf(patient.auth.refresh(pair.refreshToken, home))).toBe('revoked');
      },
      'a client that sends every command twice': async (world) => {
        const two = { limit: 2, window: 300 };
        const limits = { ...noLimits, failuresPerIp: two, requestsPerIp: two };
        const { auth, askForCode, events } = world.service({ cache: sendingTwice(world), limits });
        const { code, challenge } = await askForCode(ada);
        // Of two requests and of two failures the second is allowed, too.
        expect(await reasonOf(auth.requestLoginCode('grace@example.com', home))).toBe('ok');
        expect(await reasonOf(auth.requestLoginCode('mary@example.com', home))).toBe('TOO_MANY_REQUESTS');
        const guess = { identity: ada, code, challenge };
        expect(await reasonOf(auth.login({ ...guess, code: wrongCode(code) }, home))).toBe(
          'INVALID_LOGIN_CODE',
        );
        const pair = await auth.login(guess, home);
        expect(await auth.sessions(ada)).toHaveLength(1);
        const second = await auth.refresh(pair.refreshToken, home);
        expect(generationOf(second.refreshToken)).toBe(2);
        expect(await failureOf(auth, second.accessToken)).toBeNull();
        expect(await auth.logoutEverywhere(ada)).toBe(1);
        expect(events.filter(({ type }) => type === 'token.reused')).toEqual([]);
      },
    },
  },
];
