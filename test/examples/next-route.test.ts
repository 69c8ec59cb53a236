import { afterEach, describe, expect, it, vi } from 'vitest';
import { signingKey } from '../support/service.js';

const url = 'https://app.example.com/api/graphql';

/** As Next calls it: a Request, and a context that has nothing but the parameters of the route. */
const openRoute = async () => {
  const codes: string[] = [];
  vi.stubEnv('EMAIL_AUTH_SIGNING_KEY', signingKey);
  vi.spyOn(console, 'info').mockImplementation((text: string) => {
    const [code] = /\b\d{6}\b/.exec(text) ?? [];
    if (code) codes.push(code);
  });
  const { GET, POST } = await import('../../examples/next-route/app/api/graphql/route.js');
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.7' };
  const ask = async (query: string, variables: object = {}, more: Record<string, string> = {}) => {
    const body = JSON.stringify({ query, variables });
    const response = await POST(new Request(url, { method: 'POST', headers: { ...headers, ...more }, body }));
    expect(response).toBeInstanceOf(Response);
    return response.json();
  };
  return { GET, ask, codes };
};

afterEach(() => vi.restoreAllMocks());

describe('a route handler of Next', () => {
  it('logs in, and answers who it is', async () => {
    const { GET, ask, codes } = await openRoute();
    const email = 'ada@example.com';
    const asked = await ask('mutation ($email: String!) { requestLoginCode(email: $email) { challenge } }', {
      email,
    });
    const { challenge } = asked.data.requestLoginCode;
    await vi.waitFor(() => expect(codes).toHaveLength(1));
    const { data } = await ask(
      'mutation ($email: String!, $code: String!, $challenge: String) { login(email: $email, code: $code, challenge: $challenge) { accessToken } }',
      { email, code: codes[0], challenge },
    );
    const authorization = `Bearer ${data.login.accessToken}`;
    expect(await ask('{ me }', {}, { authorization })).toEqual({ data: { me: email } });
    const get = await GET(new Request(`${url}?query=${encodeURIComponent('{ me }')}`));
    expect(await get.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});
