import { describe, expect, it } from 'vitest';
import { AuthError, defaultMessages } from '../../src/core/errors.js';
import { createPerRequestLimit } from '../../src/limit/per-request.js';
import { TooManyRequestsError } from '../../src/pothos/refusals.js';
import { createBuilder } from './builders.js';
import { asAda, asNobody, createFakeEmailAuth } from './fake-email-auth.js';
import { firstError, run } from './run.js';

const setUp = (forPlugins: Parameters<typeof createFakeEmailAuth>[0] = {}) => {
  const service = createFakeEmailAuth(forPlugins);
  return { service, schema: createBuilder(service).toSchema() };
};

const ip = '192.0.2.1';
const tokens = 'accessToken expiresIn refreshToken refreshExpiresIn';
const tokensOfTheFake = {
  accessToken: 'access',
  expiresIn: 300,
  refreshToken: 'refresh',
  refreshExpiresIn: 1_209_600,
};

/** A caller of whom nothing is known but her address, as a generated field hands her on. */
const nobody = expect.objectContaining({ ip, userAgent: null, locale: null, args: {}, waitUntil: undefined });

describe('the generated mutations', () => {
  it('request a login code', async () => {
    const { service, schema } = setUp();
    const source =
      'mutation { requestLoginCode(email: "a@example.com") { challenge expiresIn resendAfter } }';
    expect(await run(schema, source, asNobody())).toEqual({
      data: { requestLoginCode: { challenge: 'proof', expiresIn: 300, resendAfter: 60 } },
    });
    expect(service.calls).toEqual([['requestLoginCode', 'a@example.com', nobody]]);
  });

  it('log in, with and without a challenge', async () => {
    const { service, schema } = setUp();
    const login = (challenge: string) =>
      run(schema, `mutation { login(email: "a", code: "1"${challenge}) { ${tokens} } }`, asNobody());
    expect(await login(', challenge: "proof"')).toEqual({ data: { login: tokensOfTheFake } });
    await login('');
    await login(', challenge: null');
    expect(service.calls.map(([, input]) => input)).toEqual([
      { identity: 'a', code: '1', challenge: 'proof' },
      { identity: 'a', code: '1', challenge: null },
      { identity: 'a', code: '1', challenge: null },
    ]);
  });

  it('refresh tokens', async () => {
    const { service, schema } = setUp();
    const source = `mutation { refreshToken(token: "old") { ${tokens} } }`;
    expect(await run(schema, source, asNobody('expired'))).toEqual({
      data: { refreshToken: tokensOfTheFake },
    });
    expect(service.calls).toEqual([['refresh', 'old', nobody]]);
  });

  it('end the session of a refresh token, for whoever brings it', async () => {
    const { service, schema } = setUp();
    expect(await run(schema, 'mutation { logout(token: "old") }', asNobody())).toEqual({
      data: { logout: true },
    });
    expect(service.calls).toEqual([['logout', 'old', nobody]]);
  });

  it('end every session of the caller, and of nobody else', async () => {
    const { service, schema } = setUp();
    expect(await run(schema, 'mutation { logoutEverywhere }', asAda())).toEqual({
      data: { logoutEverywhere: true },
    });
    expect(service.calls).toEqual([['logoutEverywhere', 'ada@example.com', nobody]]);
  });

  it('refuse to end the sessions of an anonymous caller', async () => {
    const { service, schema } = setUp();
    const error = await firstError(schema, 'mutation { logoutEverywhere }', asNobody());
    expect(error?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'missing' });
    expect(service.calls).toEqual([]);
  });

  it('hand on waitUntil, called on the context', async () => {
    const { service, schema } = setUp();
    const context = {
      ...asNobody(),
      waited: [] as unknown[],
      waitUntil(work: Promise<unknown>) {
        this.waited.push(work);
      },
    };
    await run(schema, 'mutation { requestLoginCode(email: "a") { challenge } }', context);
    const [call] = service.calls;
    if (call?.[0] !== 'requestLoginCode') throw new Error('not called');
    const work = Promise.resolve();
    call[2].waitUntil?.(work);
    expect(context.waited).toEqual([work]);
  });

  it('tell the programmer what a context without auth lacks, and call nothing', async () => {
    const { service, schema } = setUp();
    const error = await firstError(schema, 'mutation { login(email: "a", code: "1") { accessToken } }', {});
    expect(error?.message).toContain('Add useEmailAuth(auth) to the plugins of Yoga');
    expect(service.calls).toEqual([]);
  });
});

describe('the budget of a request', () => {
  it.each([
    ['login', 'login(email: "a", code: "1") { accessToken }'],
    ['requestLoginCode', 'requestLoginCode(email: "a") { challenge }'],
  ])('lets one %s through, however many aliases ask for it', async (_name, field) => {
    const { service, schema } = setUp();
    const aliases = ['a', 'b', 'c'].map((alias) => `${alias}: ${field}`).join(' ');
    const { errors } = await run(schema, `mutation { ${aliases} }`, asNobody());
    expect(service.calls).toHaveLength(1);
    expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'TOO_MANY_REQUESTS', retryAfter: 1 } }]);
  });

  it('is shared by the operations of a batch, and not by other requests', async () => {
    const { service, schema } = setUp();
    const source = 'mutation { login(email: "a", code: "1") { accessToken } }';
    const { auth } = asNobody();
    await Promise.all([run(schema, source, { auth }), run(schema, source, { auth })]);
    expect(service.calls).toHaveLength(1);
    await run(schema, source, asNobody());
    expect(service.calls).toHaveLength(2);
  });

  it('is for each mutation by itself', async () => {
    const { service, schema } = setUp();
    const both = 'requestLoginCode(email: "a") { challenge } login(email: "a", code: "1") { accessToken }';
    expect((await run(schema, `mutation { ${both} }`, asNobody())).errors).toBeUndefined();
    expect(service.calls.map(([name]) => name)).toEqual(['requestLoginCode', 'login']);
  });

  it('is spent even where the service refuses', async () => {
    const { service, schema } = setUp();
    service.refusal = new AuthError('INVALID_LOGIN_CODE', {});
    const { auth } = asNobody();
    const codes = await Promise.all(
      ['1', '2'].map((code) =>
        firstError(schema, `mutation { login(email: "a", code: "${code}") { accessToken } }`, { auth }),
      ),
    );
    expect(codes.map((error) => error?.extensions.code)).toEqual(['INVALID_LOGIN_CODE', 'TOO_MANY_REQUESTS']);
  });

  it('follows the service', async () => {
    const { service, schema } = setUp({ countAction: createPerRequestLimit(false) });
    const login = 'login(email: "a", code: "1") { accessToken }';
    await run(schema, `mutation { a: ${login} b: ${login} }`, asNobody());
    expect(service.calls).toHaveLength(2);
  });
});

describe('a refusal of the service', () => {
  const source = 'mutation { refreshToken(token: "old") { accessToken } }';

  it('is a GraphQL error with its code and details, as a class too', async () => {
    const { service, schema } = setUp();
    service.refusal = new AuthError('TOO_MANY_REQUESTS', { retryAfter: 7 });
    const error = await firstError(schema, source, asNobody());
    expect(error?.originalError).toBeInstanceOf(TooManyRequestsError);
    expect(error).toMatchObject({
      message: defaultMessages.TOO_MANY_REQUESTS,
      extensions: { code: 'TOO_MANY_REQUESTS', retryAfter: 7, http: { headers: { 'retry-after': '7' } } },
    });
  });

  it('is put into the words of the service', async () => {
    const messageFor = (code: string) => `Gone: ${code}`;
    const { service, schema } = setUp({ presentation: { messageFor, httpStatus: false } });
    service.refusal = new AuthError('INVALID_REFRESH_TOKEN', { reason: 'reused' });
    const error = await firstError(schema, source, asNobody());
    expect(error).toMatchObject({ message: 'Gone: INVALID_REFRESH_TOKEN', extensions: { reason: 'reused' } });
  });

  it('does not include what is not a refusal: that stays a plain error, which Yoga masks', async () => {
    const { service, schema } = setUp();
    service.refusal = new Error('a bug');
    expect((await firstError(schema, source, asNobody()))?.originalError).toBe(service.refusal);
  });
});
