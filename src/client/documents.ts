import { isObject } from './answers.js';
import type { AuthNames, HostArgs } from './auth-client.js';

/** A mutation, and the field of the answer that is read. */
export interface Mutation {
  readonly field: string;
  readonly query: string;
}

/** A value as GraphQL writes it. JSON has the same strings; a record has no quotes around its names. */
const literal = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(literal)}]`;
  return isObject(value) ? `{ ${pairs(value)} }` : (JSON.stringify(value) ?? 'null');
};

const pairs = (values: HostArgs): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${literal(value)}`)
    .join(' ');

/** The mutations of the server. The types of its own arguments are not known here, so they stand in the text. */
export const createDocuments = (isCookie: boolean, names: AuthNames = {}) => {
  const { identity = 'email' } = names;
  const tokens = isCookie ? '{ expiresIn }' : '{ accessToken expiresIn refreshToken }';
  const of = (field: string, variables: string, args: string, answer = ''): Mutation => ({
    field,
    query: `mutation (${variables}) { ${field}(${args}) ${answer}}`,
  });
  /** A mutation of the refresh token, which the browser brings by itself where it is a cookie. */
  const ofToken = (field: string, answer = ''): Mutation =>
    isCookie
      ? { field, query: `mutation { ${field} ${answer}}` }
      : of(field, '$token: String!', 'token: $token', answer);
  return {
    requestCode: (args: HostArgs = {}) =>
      of(
        names.requestLoginCode ?? 'requestLoginCode',
        '$identity: String!, $challenge: String',
        `${identity}: $identity challenge: $challenge ${pairs(args)}`,
        '{ challenge expiresIn resendAfter codeLength }',
      ),
    login: (args: HostArgs = {}) =>
      of(
        names.login ?? 'login',
        '$identity: String!, $code: String!, $challenge: String!',
        `${identity}: $identity code: $code challenge: $challenge ${pairs(args)}`,
        tokens,
      ),
    refresh: ofToken(names.refreshToken ?? 'refreshToken', tokens),
    logout: ofToken(names.logout ?? 'logout'),
  };
};

/** All of them, under the names of the server. */
export type Documents = ReturnType<typeof createDocuments>;
