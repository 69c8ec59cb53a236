import { afterEach, describe, expect, it } from 'vitest';
import { type Headers, own, refusalOf, startCookieServer } from '../support/cookie-server.js';
import { noLimits } from '../support/service.js';

const ada = 'ada@example.com';
const asks: Headers = { ...own, 'x-email-auth': 'cookie' };

let server: Awaited<ReturnType<typeof startCookieServer>>;
const start = async (options: Parameters<typeof startCookieServer>[0] = {}) => {
  server = await startCookieServer({ limits: noLimits, loginCode: { resendAfter: 0 }, ...options });
  const ids = async (of = ada) => (await server.auth.sessions(of)).map(({ id }) => id);
  return { ...server, ids };
};
afterEach(() => server.stop());

describe('a login, where somebody is signed in (ASVS 7.2.4)', () => {
  it('ends the session of the cookie, and says why', async () => {
    const { signIn, ids, who, events } = await start();
    await signIn();
    const [before] = await ids();
    await signIn();
    const after = await ids();
    expect(after).toHaveLength(1);
    expect(after).not.toContain(before);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'session.ended', session: before, reason: 'login' }),
    );
    expect(await who()).toBe(ada);
  });

  it('ends that of somebody else who was signed in in this browser, and no other', async () => {
    const { logIn, jar, signIn, ids } = await start();
    const grace = 'grace@example.com';
    const [here, elsewhere] = [await logIn(grace), await logIn(grace)];
    jar.cookies.set('__Host-refresh', here.refreshToken);
    await signIn();
    expect(await ids(grace)).toEqual([elsewhere.claims.sid]);
    expect(await ids()).toHaveLength(1);
  });

  it('ends it where the cookie is older than the session, or its access token is over', async () => {
    const { signIn, refresh, jar, who, clock, ids } = await start();
    await signIn();
    const old = new Map(jar.cookies);
    await refresh();
    expect(await who()).toBe(ada);
    clock.advance(3600);
    jar.cookies.clear();
    jar.cookies.set('__Host-refresh', old.get('__Host-refresh') ?? '');
    await signIn();
    expect(await ids()).toHaveLength(1);
  });

  it('ends nothing when it is refused', async () => {
    let allowed = true;
    const { signIn, ask, ids, who, loginMutation } = await start({
      claims: () => allowed && { role: 'user' as const },
      limits: { ...noLimits, perRequest: { login: 1, requestLoginCode: 1 } },
    });
    await signIn();
    const before = await ids();
    const wrong = `mutation { login(email: "${ada}", code: "not it") { expiresIn } }`;
    expect(refusalOf(await ask(wrong))).toEqual(['INVALID_LOGIN_CODE', undefined]);
    expect(refusalOf(await ask('mutation { login(email: "ada", code: "x") { expiresIn } }'))).toEqual([
      'BAD_USER_INPUT',
      undefined,
    ]);
    const login = await loginMutation();
    allowed = false;
    expect(refusalOf(await ask(login))).toEqual(['INVALID_LOGIN_CODE', undefined]);
    expect(await ids()).toEqual(before);
    allowed = true;
    const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
    expect(refusalOf(await ask(await loginMutation(), foreign))).toEqual(['REQUEST_REFUSED', 'origin']);
    expect(await ids()).toEqual(before);
    expect(await who()).toBe(ada);
  });

  it('ends nothing by a cookie that does not count: it comes twice, or is nobody’s', async () => {
    const { logIn, signIn, jar, post, loginMutation, ids } = await start();
    const { refreshToken, accessToken } = await logIn('grace@example.com');
    for (const value of [
      `__Host-refresh=${refreshToken}; __Host-refresh=${refreshToken}`,
      `__Host-refresh=${accessToken}`,
      `__Host-refresh=${refreshToken.slice(0, -4)}AAAA`,
      `__Host-refresh="${refreshToken}"`,
      '__Host-refresh=',
    ]) {
      const answer = await post({ query: await loginMutation() }, { ...own, cookie: value });
      expect(answer.setCookie).toHaveLength(2);
    }
    expect(await ids('grace@example.com')).toHaveLength(1);
    jar.cookies.clear();
    await signIn();
    expect(await ids('grace@example.com')).toHaveLength(1);
  });

  it('that wants tokens leaves the cookies and their session alone', async () => {
    const { ask, loginMutation, ids } = await start({ transport: 'either' });
    await ask(await loginMutation(), asks);
    const [inCookies] = await ids();
    await ask(await loginMutation('refreshToken'));
    expect(await ids()).toContain(inCookies);
    await ask(await loginMutation(), asks);
    expect(await ids()).not.toContain(inCookies);
  });
});

describe('what the answer will set counts for the rest of its request', () => {
  const rest = { logout: 'logout', refresh: 'refreshToken { expiresIn }' };
  const first = async () => {
    const all = await start();
    await all.signIn();
    const login = (await all.loginMutation()).slice('mutation { '.length, -1);
    return { ...all, run: (...fields: string[]) => all.ask(`mutation { ${fields.join(' ')} }`), login };
  };

  it('a logout after a login ends the session of that login', async () => {
    const { run, login, ids, jar } = await first();
    await run(login, rest.logout);
    expect([await ids(), jar.cookies.size]).toEqual([[], 0]);
  });

  it('a refresh after a login refreshes the session of that login', async () => {
    const { run, login, ids, who } = await first();
    expect(refusalOf(await run(login, rest.refresh))).toEqual([]);
    expect([await who(), (await ids()).length]).toEqual([ada, 1]);
  });

  it('a login after a refresh or a logout leaves one session', async () => {
    const { run, login, ids, who, loginMutation } = await first();
    await run(rest.refresh, login);
    expect([await who(), (await ids()).length]).toEqual([ada, 1]);
    await run(rest.logout, (await loginMutation()).slice('mutation { '.length, -1));
    expect([await who(), (await ids()).length]).toEqual([ada, 1]);
  });

  it('two refreshes, one after the other, leave the cookies of the second', async () => {
    const { run, refresh, who, clock } = await first();
    await run(`a: ${rest.refresh}`, `b: ${rest.refresh}`);
    clock.advance(3600);
    expect(refusalOf(await refresh())).toEqual([]);
    expect(await who()).toBe(ada);
  });
});

describe('a logout by a token, in a browser that has cookies', () => {
  it('ends both sessions, for it takes the cookies away', async () => {
    const { ask, loginMutation, logIn, ids, jar } = await start({ transport: 'either' });
    await ask(await loginMutation(), asks);
    const { refreshToken } = await logIn('grace@example.com');
    await ask(`mutation { logout(token: "${refreshToken}") }`, asks);
    expect(jar.cookies.size).toBe(0);
    expect([await ids(), await ids('grace@example.com')]).toEqual([[], []]);
  });

  it('ends one where it takes no cookie away', async () => {
    const { ask, loginMutation, logIn, ids, jar } = await start({ transport: 'either' });
    await ask(await loginMutation(), asks);
    const { refreshToken } = await logIn('grace@example.com');
    await ask(`mutation { logout(token: "${refreshToken}") }`);
    expect(jar.cookies.size).toBe(2);
    expect([(await ids()).length, await ids('grace@example.com')]).toEqual([1, []]);
  });
});

describe('a refresh by a token, in a browser that has cookies', () => {
  const refreshBy = (token: string) => `mutation { refreshToken(token: "${token}") { refreshToken } }`;

  it('ends the session of the cookies that it replaces, and says so', async () => {
    const { ask, loginMutation, logIn, ids, who, events } = await start({ transport: 'either' });
    await ask(await loginMutation(), asks);
    const [before] = await ids();
    const grace = await logIn('grace@example.com');
    expect(refusalOf(await ask(refreshBy(grace.refreshToken), asks))).toEqual([]);
    expect(await who()).toBe('grace@example.com');
    expect([await ids(), await ids('grace@example.com')]).toEqual([[], [grace.claims.sid]]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'session.ended', session: before, reason: 'login' }),
    );
  });

  it('goes on with the session of its cookies, by an older token of theirs too', async () => {
    const { ask, loginMutation, jar, ids, who } = await start({ transport: 'either' });
    await ask(await loginMutation(), asks);
    const token = jar.cookies.get('__Host-refresh') ?? '';
    for (let i = 0; i < 2; i += 1) expect(refusalOf(await ask(refreshBy(token), asks))).toEqual([]);
    expect([await who(), (await ids()).length]).toEqual([ada, 1]);
  });

  it('leaves them alone where it is refused, or wants tokens', async () => {
    const { ask, loginMutation, logIn, ids, who } = await start({ transport: 'either' });
    await ask(await loginMutation(), asks);
    const grace = await logIn('grace@example.com');
    expect(refusalOf(await ask(refreshBy('none'), asks))).toEqual(['INVALID_REFRESH_TOKEN', 'invalid']);
    expect(refusalOf(await ask(refreshBy(grace.refreshToken)))).toEqual([]);
    expect([await who(), (await ids()).length]).toEqual([ada, 1]);
  });
});
