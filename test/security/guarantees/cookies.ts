import { graphql } from 'graphql';
import { expect } from 'vitest';
import type { EmailAuthOptions } from '../../../src/index.js';
import {
  type Answer,
  createJar,
  type Headers,
  own,
  refusalOf,
  sendRaw,
} from '../../support/cookie-server.js';
import { noLimits } from '../../support/service.js';
import { ada, eve, home } from '../actors.js';
import type { Guarantee } from '../guarantee.js';
import type { World } from '../world.js';

/** What pages of others send from the browser of their visitor, and what somebody sends who is no browser. */
const elsewhere: Readonly<Record<string, Headers>> = {
  'a form on another site': {
    origin: 'https://evil.test',
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
  },
  'a script on another site': {
    origin: 'https://evil.test',
    'sec-fetch-site': 'cross-site',
    'x-email-auth': 'cookie',
  },
  'a sibling host': {
    origin: 'https://blog.example.com',
    'sec-fetch-site': 'same-site',
    'x-email-auth': 'cookie',
  },
  'a sibling host, in an older browser': { origin: 'https://blog.example.com', 'x-email-auth': 'cookie' },
  'a sandbox': { origin: 'null', 'x-email-auth': 'cookie' },
  'a host with the name in it': { origin: 'https://api.example.com.evil.test' },
  'another port': { origin: 'https://api.example.com:8443' },
  'nobody knows where': {},
};

type Options = EmailAuthOptions<{ role: 'admin' | 'user' }>;

/** A server at `api.example.com`, and the browser of ada, who is signed in. */
const open = async ({ serve }: World, options: Options = {}) => {
  const server = await serve({
    ...{ transport: 'cookie', limits: noLimits, loginCode: { resendAfter: 0 }, batching: true },
    ...options,
  });
  const jar = createJar();
  const ask = async (query: string, headers: Headers = own): Promise<Answer> => {
    const answer = await sendRaw(server.http.url, {
      headers: { 'content-type': 'application/json', host: 'api.example.com', ...jar.header, ...headers },
      body: JSON.stringify({ query }),
    });
    jar.take(answer);
    return answer;
  };
  const loginOf = async (email: string, selection = 'expiresIn') => {
    const { code, challenge } = await server.askForCode(email);
    return `mutation { login(email: "${email}", code: "${code}", challenge: "${challenge}") { ${selection} } }`;
  };
  await ask(await loginOf(ada), { ...own, 'x-email-auth': 'cookie' });
  expect(jar.cookies.size).toBe(2);
  const who = async () => (await ask('{ me }')).body.data.me;
  return { ...server, jar, ask, loginOf, who };
};

const fromElsewhere = async (world: World) => {
  const { ask, jar, who, auth } = await open(world);
  const before = [...jar.cookies];
  for (const headers of Object.values(elsewhere)) {
    expect((await ask('{ me }', headers)).body.data.me).toBeNull();
    const everywhere = await ask('mutation { logoutEverywhere }', headers);
    expect(refusalOf(everywhere)).toEqual(['UNAUTHENTICATED', 'missing']);
    for (const { setCookie } of [everywhere, await ask('mutation { logout }', headers)]) {
      expect(setCookie).toEqual([]);
    }
  }
  expect([...jar.cookies]).toEqual(before);
  expect(await auth.sessions(ada)).toHaveLength(1);
  expect(await who()).toBe(ada);
};

const byLink = async (world: World) => {
  const { http, jar, auth } = await open(world);
  const url = `${http.url}?query=${encodeURIComponent('{ me }')}`;
  for (const site of ['cross-site', 'same-origin', 'none']) {
    const headers = { ...jar.header, 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' };
    expect((await sendRaw(url, { method: 'GET', headers })).body.data.me).toBeNull();
    const page = (method: string) => auth.fromRequest({ method, headers });
    expect((await page('GET')).claims?.sub).toBe(ada);
    if (site !== 'same-origin') expect((await page('POST')).claims).toBeNull();
  }
};

/** A program that keeps what it was given may not be asked for it again by somebody else. */
const kept = async (world: World) => {
  const { ask } = await open(world, { cookies: { origins: ['https://app.example.com'] } });
  for (const headers of [
    own,
    { ...own, origin: 'https://evil.test' },
    elsewhere['a script on another site'],
  ]) {
    const { headers: said } = await ask('{ hello }', headers);
    expect(said['cache-control']).toBe('private, no-store');
    expect(said['access-control-allow-credentials']).toBeUndefined();
  }
};

const asSomebodyElse = async (world: World, transport: 'cookie' | 'either') => {
  const { ask, jar, who, loginOf, auth, askForCode } = await open(world, { transport });
  const before = [...jar.cookies];
  const login = await loginOf(eve);
  // By her own token, a stranger has a session that could take the place of the visitor's.
  const hers = await auth.login({ identity: eve, ...(await askForCode(eve)) }, home);
  const byToken = transport === 'either' ? `(token: "${hers.refreshToken}")` : '';
  const refresh = `mutation { refreshToken${byToken} { expiresIn } }`;
  const sessionsOfEve = await auth.sessions(eve);
  const [session] = await auth.sessions(ada);
  for (const headers of Object.values(elsewhere)) {
    const asking = { ...headers, ...(transport === 'either' && { 'x-email-auth': 'cookie' }) };
    // Without `Origin` and `Sec-Fetch-Site`, the header alone is enough.
    if (transport === 'either' && !headers.origin) continue;
    for (const query of [login, refresh, 'mutation { refreshToken { expiresIn } }', 'mutation { logout }']) {
      const answer = await ask(query, asking);
      expect(refusalOf(answer)).toEqual(['REQUEST_REFUSED', 'origin']);
      expect(answer.setCookie).toEqual([]);
    }
  }
  expect([...jar.cookies]).toEqual(before);
  expect(await who()).toBe(ada);
  expect(await auth.sessions(ada)).toEqual([session]);
  expect(await auth.sessions(eve)).toEqual(sessionsOfEve);
  // The code was not spent.
  expect(refusalOf(await ask(login))).toEqual([]);
};

const inABody = async (world: World) => {
  const { ask, jar, loginOf, clock } = await open(world, { transport: 'either' });
  const selection = 'accessToken refreshToken expiresIn';
  const asking = { ...own, 'x-email-auth': 'cookie' };
  const answers: Answer[] = [await ask(await loginOf(ada, selection), asking)];
  const refresh = `mutation { refreshToken { ${selection} } }`;
  for (const headers of [own, asking, { ...own, accept: 'text/event-stream' }]) {
    answers.push(
      await ask(refresh, headers),
      await ask(`mutation { a: logout b: ${refresh.slice(11)}`, headers),
    );
    clock.advance(1);
    await ask(await loginOf(ada), asking);
  }
  answers.push(await ask('{ me hello }'));
  for (const { text } of answers) expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
  expect(jar.cookies.size).toBe(2);
};

const twice = async (world: World) => {
  const { http, jar, auth, logIn, loginOf, ask } = await open(world, { cookies: { domain: 'example.com' } });
  const names = ['__Secure-access', '__Secure-refresh'] as const;
  const evil = await logIn(eve);
  const planted = { [names[0]]: evil.accessToken, [names[1]]: evil.refreshToken };
  const valid = jar.header.cookie ?? '';
  const also = Object.entries(planted)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
  const send = (cookie: string, query: string) =>
    sendRaw(http.url, {
      headers: { 'content-type': 'application/json', ...own, cookie },
      body: JSON.stringify({ query }),
    });
  for (const cookie of [`${also}; ${valid}`, `${valid}; ${also}`, `${valid}; ${valid}`, `${also}; ${also}`]) {
    expect((await send(cookie, '{ me }')).body.data.me).toBeNull();
    const refreshed = await send(cookie, 'mutation { refreshToken { expiresIn } }');
    expect(refusalOf(refreshed)).toEqual(['INVALID_REFRESH_TOKEN', 'invalid']);
    expect((await auth.fromRequest({ method: 'GET', headers: { ...own, cookie } })).claims).toBeNull();
  }
  for (const identity of [ada, eve]) expect(await auth.sessions(identity)).toHaveLength(1);
  expect(refusalOf(await ask(await loginOf(ada)))).toEqual([]);
  expect((await auth.authenticate(evil.accessToken, home)).failure).toBeNull();
};

/** Eve has two accounts: one that a host trusts, and another, whose session is to get what the first may have. */
const ofAnother = async ({ service }: World) => {
  const { auth, logIn } = service<{ role: string }>({
    ...{ transport: 'cookie', limits: noLimits, loginCode: { resendAfter: 0 } },
    claims: () => ({ role: 'user' }),
    updatableClaims: ['role'],
  });
  const [trusted, another, later] = [await logIn(eve), await logIn('eve@example.org'), await logIn(eve)];
  const stateOf = async (access: string, refresh: string) => {
    const headers = { ...own, cookie: `__Host-access=${access}; __Host-refresh=${refresh}` };
    const { auth: state } = await auth.context({ req: { headers, method: 'POST' } }, undefined, {
      say: () => {},
    });
    return state;
  };
  const change = async (access: string, refresh: string) =>
    auth.updateClaims(await stateOf(access, refresh), { role: 'admin' });
  await expect(change(trusted.accessToken, '')).rejects.toMatchObject({ reason: 'invalid' });
  for (const { refreshToken } of [another, later]) {
    await expect(change(trusted.accessToken, refreshToken)).rejects.toMatchObject({ reason: 'invalid' });
    await expect(change('a.b.c', refreshToken)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((await auth.refresh(refreshToken, home)).claims.role).toBe('user');
  }
  expect((await change(trusted.accessToken, trusted.refreshToken)).claims).toMatchObject({
    sid: trusted.claims.sid,
    role: 'admin',
  });
};

/** The state of a page that a link has opened, in the hands of a loader that runs more than queries. */
const byPage = async (world: World) => {
  const { auth, jar, schema } = await open(world);
  for (const site of ['cross-site', 'same-site']) {
    const headers = { ...jar.header, 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' };
    const contextValue = { auth: await auth.fromRequest({ method: 'GET', headers }) };
    const { errors } = await graphql({ schema, source: 'mutation { logout }', contextValue });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'REQUEST_REFUSED', reason: 'origin' });
  }
  expect(await auth.sessions(ada)).toHaveLength(1);
};

export const cookies: readonly Guarantee[] = [
  {
    id: 'B1',
    must:
      'A cookie MUST count only in a request of its own site or of a listed origin, and MUST NOT be set or cleared in any other. ' +
      'A link to a page MUST NOT make it count, except for `auth.fromRequest`',
    attack: {
      'asks from elsewhere': fromElsewhere,
      'follows a link': byLink,
      'reads or keeps the answer': kept,
    },
  },
  {
    id: 'B2',
    must:
      'Where tokens travel in cookies, a login, a refresh or a logout from another site MUST be refused before anything is spent, ' +
      'so that nobody can log a visitor in as somebody else',
    attack: {
      'logs a visitor in as somebody else, with cookies': (world) => asSomebodyElse(world, 'cookie'),
      'logs a visitor in as somebody else, with either': (world) => asSomebodyElse(world, 'either'),
      'logs a visitor out by a link to a page': byPage,
    },
  },
  {
    id: 'B3',
    must: 'A token that travels in a cookie MUST NOT stand in the body of an answer',
    attack: { 'asks for it in every way': inABody },
  },
  {
    id: 'B4',
    must: 'A cookie whose name comes twice MUST count as none: a sibling host can have set one of them',
    attack: { 'sets one beside it': twice },
  },
  {
    id: 'B5',
    must: '`updateClaims(ctx.auth, …)` MUST change the session of `ctx.auth`, and MUST NOT change that of another refresh token in the cookies',
    attack: { 'brings the refresh token of another account': ofAnother },
  },
];
