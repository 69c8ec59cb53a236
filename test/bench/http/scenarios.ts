import { randomBytes } from 'node:crypto';
import type { Post, Work } from './load.js';
import type { Server } from './servers.js';

/** What a server is asked, again and again. */
export interface Scenario {
  readonly name: string;
  /** The work on a server; null where it cannot do that. */
  open(server: Server): Work | null;
}

const path = '/graphql';

/** Any answer that is not the right one ends the bench: refusing is faster than answering. */
const expectIn = (text: string, wanted: string): string => {
  if (!text.includes(wanted) || text.includes('"errors"')) {
    throw new Error(`A server of the bench has answered: ${text.slice(0, 300)}`);
  }
  return text;
};

const asking = (name: string, query: string, wanted: string, authenticated: boolean): Scenario => ({
  name,
  open: ({ post, token }) => {
    const headers: Record<string, string> =
      authenticated && token !== undefined ? { authorization: `Bearer ${token}` } : {};
    return async () => void expectIn(await post(path, { query }, headers), wanted);
  },
});

/** Each login is that of another person, who is somewhere else. */
const somebody = () => {
  const bytes = randomBytes(10);
  return {
    email: `u${bytes.toString('hex')}@example.com`,
    headers: { 'x-forwarded-for': bytes.subarray(0, 4).join('.') },
  };
};

const code = '123456';

const tokens = 'accessToken refreshToken';
const inGraphql = (asked: string, answered: string) => {
  const request = `mutation ($email: String!) { requestLoginCode(email: $email) ${asked} }`;
  const variables = asked === '' ? '' : ', $challenge: String';
  const argument = asked === '' ? '' : ', challenge: $challenge';
  const login = `mutation ($email: String!, $code: String!${variables}) {
    login(email: $email, code: $code${argument}) ${answered}
  }`;
  return async (post: Post) => {
    const { email, headers } = somebody();
    const asking = expectIn(await post(path, { query: request, variables: { email } }, headers), 'request');
    const challenge: unknown = JSON.parse(asking).data.requestLoginCode.challenge;
    const variables = { email, code, challenge };
    expectIn(await post(path, { query: login, variables }, headers), '"login":');
  };
};

const overRest = async (post: Post): Promise<void> => {
  const { email, headers } = somebody();
  const asked = await post('/api/auth/email-otp/send-verification-otp', { email, type: 'sign-in' }, headers);
  expectIn(asked, '"success":true');
  expectIn(await post('/api/auth/sign-in/email-otp', { email, otp: code }, headers), '"token":');
};

const logins: Readonly<Record<string, (post: Post) => Promise<void>>> = {
  'this library': inGraphql('{ challenge }', `{ ${tokens} }`),
  'hand-written': inGraphql('', ''),
  'better-auth': overRest,
};

const refreshing = ({ post, refreshToken }: Server): Work | null => {
  if (refreshToken === undefined) return null;
  const latest = new Map<number, Promise<string>>();
  const query = `mutation ($token: String!) { refreshToken(token: $token) { ${tokens} } }`;
  const logIn = async () => {
    const { email, headers } = somebody();
    const [request, login] = [
      `mutation { requestLoginCode(email: "${email}") { challenge } }`,
      `mutation { login(email: "${email}", code: "${code}") { refreshToken } }`,
    ];
    expectIn(await post(path, { query: request }, headers), 'challenge');
    const text = expectIn(await post(path, { query: login }, headers), '"refreshToken":');
    return String(JSON.parse(text).data.login.refreshToken);
  };
  return async (connection) => {
    // A connection is one person: of two who refresh one session at once, both get the same tokens.
    const token = await (latest.get(connection) ?? logIn());
    const text = expectIn(await post(path, { query, variables: { token } }), '"refreshToken":');
    latest.set(connection, Promise.resolve(String(JSON.parse(text).data.refreshToken.refreshToken)));
  };
};

/** All that is asked, in the order of the table. */
export const scenarios: readonly Scenario[] = [
  asking('public field', '{ hello }', '"hello":', false),
  asking('protected field', '{ me }', '"me":"', true),
  asking('list of 1000, a protected field each', '{ items { id } }', '"id":999', true),
  {
    name: 'request a code and log in',
    open: ({ name, post }) => {
      const login = logins[name];
      return login ? () => login(post) : null;
    },
  },
  { name: 'refresh', open: refreshing },
];
