import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ClaimsOption } from '../../src/index.js';
import { AuthError } from '../../src/index.js';
import { createTestAuth, noLimits } from '../support/service.js';
import { withResolvers } from '../support/with-resolvers.js';

afterEach(() => void vi.useRealTimers());

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

/** Claims as a program without types sees them. */
// biome-ignore lint/suspicious/noExplicitAny: what attackers do has no type
type Loose = Record<string, any>;

const open = (claims: () => unknown = () => ({ role: 'user', org: { teams: ['a'], owner: { id: 1 } } })) =>
  createTestAuth<Loose>({
    // What is refused at the request already gets no mail, and then nobody can log in.
    claims: ((_, { phase }) => (phase === 'request' ? {} : claims())) as ClaimsOption<Loose>,
    limits: noLimits,
    loginCode: { resendAfter: 0 },
    updatableClaims: ['tags'],
  });

const messageOf = (outcome: Promise<unknown>): Promise<string> =>
  outcome.then(
    () => 'ok',
    (error: Error) => `${error.name}: ${error.message}`,
  );

const changes: readonly [what: string, change: (claims: Loose) => unknown][] = [
  ['assignment', (claims) => (claims.role = 'admin')],
  ['a later expiry', (claims) => (claims.exp += 3600)],
  ['another subject', (claims) => (claims.sub = 'eve@example.com')],
  ['another generation', (claims) => (claims.gen = 99)],
  ['a new claim', (claims) => (claims.admin = true)],
  ['deletion', (claims) => delete claims.role],
  ['a push into a list', (claims) => claims.org.teams.push('b')],
  ['a shorter list', (claims) => (claims.org.teams.length = 0)],
  ['a change inside', (claims) => (claims.org.owner.id = 2)],
  ['defineProperty', (claims) => Object.defineProperty(claims.org, 'teams', { value: [] })],
  ['another prototype', (claims) => Object.setPrototypeOf(claims.org, { admin: true })],
  ['Object.assign', (claims) => Object.assign(claims.org.owner, { id: 2 })],
];

describe('claims of one request', () => {
  it.each(changes)('never reach another, nor the next token: %s', async (_, change) => {
    const shared = { role: 'user', org: { teams: ['a'], owner: { id: 1 } } };
    const { auth, logIn } = open(() => shared);
    const tokens = await logIn(identity);
    const before = JSON.stringify(tokens.claims);
    const see = async () => JSON.stringify((await auth.authenticate(tokens.accessToken, caller)).claims);
    const attack = (claims: unknown) => {
      // What is frozen throws here, as modules are strict.
      try {
        change(claims as Loose);
      } catch {
        return;
      }
    };
    const seen = await see();
    attack(tokens.claims);
    attack((await auth.authenticate(tokens.accessToken, caller)).claims);
    attack((await auth.authenticate(tokens.accessToken, caller)).claims);
    expect(await see()).toBe(seen);
    expect(JSON.stringify(tokens.claims)).toBe(before);
    const renewed = await auth.refresh(tokens.refreshToken, caller);
    attack(renewed.claims);
    expect(shared).toEqual({ role: 'user', org: { teams: ['a'], owner: { id: 1 } } });
    const eve = await logIn('eve@example.com');
    expect(eve.claims).toMatchObject({ role: 'user', org: { teams: ['a'], owner: { id: 1 } } });
    expect(eve.claims).not.toHaveProperty('admin');
    expect((await auth.authenticate(renewed.accessToken, caller)).claims).toMatchObject(shared);
  });

  it('are frozen through and through, at the first look and later', async () => {
    const { auth, logIn } = open();
    const { accessToken } = await logIn(identity);
    const [first, second] = [
      await auth.authenticate(accessToken, caller),
      await auth.authenticate(accessToken, caller),
    ];
    for (const claims of [first.claims, second.claims] as Loose[]) {
      const all = [claims, claims.org, claims.org.teams, claims.org.owner];
      expect(all.map(Object.isFrozen)).toEqual([true, true, true, true]);
    }
    // Nothing is copied for a request.
    expect(second.claims).toBe(first.claims);
  });

  it('do not change with the object that `claims` has answered with', async () => {
    const shared = { role: 'user', teams: ['a'] };
    const { auth, logIn } = open(() => shared);
    const { accessToken, claims } = await logIn(identity);
    shared.role = 'admin';
    shared.teams.push('b');
    for (const seen of [claims, (await auth.authenticate(accessToken, caller)).claims]) {
      expect(seen).toMatchObject({ role: 'user', teams: ['a'] });
    }
  });

  it('do not change with what `claims` does to the claims that it is told', async () => {
    const { auth, logIn } = createTestAuth({
      claims: (_, { claims }) => {
        try {
          if (claims) Object.assign(claims, { sub: 'eve@example.com', sid: 'x', gen: 7 });
        } catch {
          // They are frozen.
        }
        return {};
      },
    });
    const { refreshToken } = await logIn(identity);
    const { claims } = await auth.refresh(refreshToken, caller);
    expect(claims).toMatchObject({ sub: identity, gen: 2 });
  });
});

class User {
  name = 'Ada';
}
const circle: Loose = { name: 'circle' };
circle.self = circle;
const twice: Loose = [];
twice.push(twice, twice);
// Each holds the one before twice: 2 ** 30 values, and none of them holds itself.
const doubled = Array.from({ length: 30 }).reduce<unknown>((inner) => [inner, inner], 1);
const deep = JSON.parse(`${'['.repeat(100)}1${']'.repeat(100)}`);
const gap = [1, 2, 3];
delete gap[1];
const filledGap = Object.assign([...gap], { extra: true });
delete filledGap[1];
let asked = 0;
const getter = {
  get role() {
    asked += 1;
    return asked === 1 ? 'user' : 'admin';
  },
};

const notJson: readonly [what: string, value: unknown][] = [
  ['a Set', new Set(['s3cret'])],
  ['a Map', new Map([['s3cret', 1]])],
  ['a Date', new Date(0)],
  ['a BigInt', 1n],
  ['a function', () => 's3cret'],
  ['a symbol', Symbol('s3cret')],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['undefined in a list', ['s3cret', undefined]],
  ['a gap in a list', gap],
  ['a gap in a list that has as many properties as others', filledGap],
  ['a list with a name', Object.assign(['s3cret'], { total: 1 })],
  ['a list of a class', new (class Rows extends Array<unknown> {})()],
  ['an object of a class', new User()],
  ['a regular expression', /s3cret/],
  ['bytes', Buffer.from('s3cret')],
  ['a typed array', new Uint8Array(2)],
  ['an error', new Error('s3cret')],
  ['a URL', new URL('https://example.com/s3cret')],
  ['a promise', Promise.resolve('s3cret')],
  ['a boxed string', Object('s3cret')],
  ['an own toJSON', { toJSON: () => 's3cret' }],
  ['a hidden toJSON', Object.defineProperty({}, 'toJSON', { value: () => 's3cret' })],
  ['a list with a toJSON', Object.assign([1], { toJSON: () => 's3cret' })],
  ['an inherited toJSON', Object.create({ toJSON: () => 's3cret' })],
  ['a getter', getter],
  ['a symbol as a name', { [Symbol('s3cret')]: 1 }],
  ['the name __proto__', JSON.parse('{ "__proto__": { "admin": true } }')],
  ['half a character', 's3cret \ud800'],
  ['half a character in a name', { '\udc00': 1 }],
  ['a circle', circle],
  ['two circles', twice],
  ['a list that grows', doubled],
  ['a hundred levels', deep],
  ['a million values', Array.from({ length: 1_000_000 }, () => 1)],
  ['a list of 4,000,000,000', new Array(4_000_000_000)],
  ['a class of another realm', runInNewContext('new Date(0)')],
];

describe('claims that are not plain JSON', () => {
  it.each(notJson)('are refused at login, by name and without their value: %s', async (_, value) => {
    for (const claims of [
      { ok: 1, tags: value },
      { ok: 1, tags: { inside: [value] } },
    ]) {
      const { auth, askForCode, logIn } = open(() => claims);
      const message = await messageOf(logIn(identity));
      expect(message).toMatch(/^TypeError: claims: "tags" must be plain JSON, without /);
      expect(message).not.toMatch(/s3cret|ada@/);
      expect(await auth.sessions(identity)).toEqual([]);
      expect(await askForCode(identity)).toBeDefined();
    }
  });

  it.each(notJson)('are refused at refresh, at no cost: %s', async (_, value) => {
    let claims: Loose = { tags: 'fine' };
    const { auth, clock, logIn } = open(() => claims);
    const { refreshToken } = await logIn(identity);
    claims = { tags: value };
    expect(await messageOf(auth.refresh(refreshToken, caller))).toMatch(/^TypeError: claims: "tags" must be/);
    clock.advance(60);
    claims = { tags: 'fine again' };
    const renewed = await auth.refresh(refreshToken, caller);
    expect(renewed.claims).toMatchObject({ tags: 'fine again', gen: 2 });
  });

  it.each(notJson)('are not taken by updateClaims: %s', async (_, value) => {
    const { auth, logIn } = open(() => ({}));
    const { refreshToken } = await logIn(identity);
    expect(await messageOf(auth.updateClaims(refreshToken, { tags: value }, caller))).toMatch(
      /^TypeError: updateClaims: "tags" must be plain JSON, without /,
    );
    expect((await auth.updateClaims(refreshToken, { tags: ['a'] }, caller)).claims.tags).toEqual(['a']);
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'a Map',
      () => new Map([['role', 'admin']]),
      /^TypeError: claims must answer with a plain object of claims/,
    ],
    ['a user', () => new User(), /^TypeError: claims must answer with a plain object of claims/],
    ['a getter', () => getter, /^TypeError: claims: "role" must be plain JSON, without a getter/],
    [
      'a symbol',
      () => ({ [Symbol('s3cret')]: 1 }),
      /^TypeError: claims must be plain JSON, without a symbol as a name$/,
    ],
    [
      '__proto__',
      () => JSON.parse('{ "__proto__": {} }'),
      /^TypeError: claims must be plain JSON, without the name __proto__$/,
    ],
    [
      'an address as a name',
      () => ({ 'ada@example.com': 1n }),
      /^TypeError: claims: one of its names must be/,
    ],
    ['a bell as a name', () => ({ '\u0007': 1n }), /^TypeError: claims: one of its names must be/],
  ])('are refused as the whole answer: %s', async (_, claims, message) => {
    expect(await messageOf(open(claims).logIn(identity))).toMatch(message);
  });

  it('do not run any code of theirs', async () => {
    asked = 0;
    await messageOf(open(() => getter).logIn(identity));
    await messageOf(open(() => ({ inside: getter })).logIn(identity));
    expect(asked).toBe(0);
  });
});

describe('claims that are plain JSON', () => {
  it.each<[string, Loose, Loose]>([
    [
      'everything that JSON has',
      { a: [1, 'x', null, true, { b: [] }] },
      { a: [1, 'x', null, true, { b: [] }] },
    ],
    ['undefined, as JSON does: it is left out', { a: undefined, b: { c: undefined } }, { b: {} }],
    ['a negative zero, which is zero', { a: -0, b: [-0] }, { a: 0, b: [0] }],
    ['objects without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ['objects of another realm', runInNewContext('({ a: [{ b: 1 }] })'), { a: [{ b: 1 }] }],
    ['frozen objects', Object.freeze({ a: Object.freeze(['x']) }), { a: ['x'] }],
    ['one value in two places', { a: circle.name, b: ['x'], c: ['x'] }, { a: 'circle', b: ['x'], c: ['x'] }],
    [
      'names that objects have',
      { constructor: 'x', toString: 'y', hasOwnProperty: 1, toJSON: 2 },
      { constructor: 'x', toString: 'y', hasOwnProperty: 1, toJSON: 2 },
    ],
    ['characters of two halves', { a: '😀', '😀': 'Ж' }, { a: '😀', '😀': 'Ж' }],
    [
      'numbers at the ends',
      { a: 5e-324, b: -1.7976931348623157e308 },
      { a: 5e-324, b: -1.7976931348623157e308 },
    ],
  ])('come back as they were: %s', async (_, given, expected) => {
    const { auth, logIn } = open(() => given);
    const { accessToken, claims } = await logIn(identity);
    const seen = (await auth.authenticate(accessToken, caller)).claims as Loose;
    const { sub, email, sid, iat, exp, jti, gen, ...extra } = seen;
    expect(extra).toStrictEqual(expected);
    expect({ ...claims }).toStrictEqual(seen);
  });
});

describe('claims that are too many', () => {
  const fill = (characters: number) => () => ({ text: 'x'.repeat(characters) });

  it('are refused at login and at refresh, at no cost, and not at the first request', async () => {
    let claims = fill(6000);
    const { auth, clock, askForCode, logIn } = open(() => claims());
    const tooMany = /^TypeError: claims must be few enough for a token of 8000 characters$/;
    expect(await messageOf(logIn(identity))).toMatch(tooMany);
    expect(await auth.sessions(identity)).toEqual([]);
    claims = fill(10);
    const login = await auth.login({ identity, ...(await askForCode(identity)) }, caller);
    claims = fill(1_000_000);
    expect(await messageOf(auth.refresh(login.refreshToken, caller))).toMatch(tooMany);
    clock.advance(3600);
    claims = fill(20);
    expect((await auth.refresh(login.refreshToken, caller)).claims.gen).toBe(2);
  });

  it('have one bound: what is signed at login is accepted, and is signed at every refresh', async () => {
    let size = 0;
    const { auth, logIn } = open(() => fill(size)());
    const fits = async (characters: number) => {
      size = characters;
      return logIn(identity).catch((error: unknown) => {
        if (error instanceof AuthError) throw error;
        return null;
      });
    };
    let [low, high] = [4000, 8000];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (await fits(middle)) low = middle;
      else high = middle;
    }
    let tokens = await fits(low);
    expect(tokens?.accessToken.length).toBeGreaterThan(7950);
    for (let generation = 1; generation < 12; generation += 1) {
      expect(tokens?.accessToken.length).toBeLessThanOrEqual(8000);
      const state = await auth.authenticate(tokens?.accessToken ?? '', caller);
      expect(state).toMatchObject({ failure: null, claims: { gen: generation } });
      tokens = await auth.refresh(tokens?.refreshToken ?? '', caller);
    }
  });
});

describe('claims that are never answered', () => {
  it('are an outage after the time of a mail, and the code works again', async () => {
    const { promise: asked, resolve: ask } = withResolvers<void>();
    let isAway = true;
    const claims = () => {
      if (!isAway) return {};
      ask();
      return new Promise<never>(() => {});
    };
    const { auth, askForCode, events } = open(claims);
    const guess = { identity, ...(await askForCode(identity)) };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const outcome = messageOf(auth.login(guess, caller));
    await asked;
    await vi.advanceTimersByTimeAsync(30_000);
    vi.useRealTimers();
    expect(await outcome).toMatch(/^AuthError: The login service is not available/);
    expect(events.at(-1)).toMatchObject({
      ...{ type: 'store.unavailable', step: 'claims', error: 'DeadlineExceeded' },
    });
    expect(await auth.sessions(identity)).toEqual([]);
    isAway = false;
    expect((await auth.login(guess, caller)).claims.sub).toBe(identity);
  });
});
