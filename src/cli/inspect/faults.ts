import { isCompactJws, maxTokenLength } from '../../token/compact-jws.js';
import { algorithmNames } from '../../token/keys/algorithms.js';
import type { Members, ReadToken } from './read-token.js';
import { distance } from './time.js';

/** What is looked at: a token, what was read of it, and the time in seconds since 1970. */
export interface Inspected extends ReadToken {
  readonly token: string;
  readonly now: number;
}

/** Sentences about what is wrong; none where nothing is. */
type Look = (inspected: Inspected) => readonly (string | false)[];

const isOneOf = (value: unknown, names: readonly string[]): boolean => names.some((name) => name === value);

const show = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value));

const ofShape: Look = ({ token, parts }) => [
  token.length > maxTokenLength &&
    `It has ${token.length} characters. A service takes ${maxTokenLength} at most, and Node about 16,000 for all headers.`,
  parts === 5 && 'It is encrypted (JWE). Only its header can be read here.',
  parts === 3 &&
    token.length <= maxTokenLength &&
    !isCompactJws(token) &&
    'It is not in the one spelling of base64url: a character was changed, or = was added.',
];

const ofHeader: Look = ({ parts, header: { typ, alg, kid, ...header } }) =>
  parts === 5
    ? []
    : [
        !isOneOf(typ, ['at+jwt', 'rt+jwt']) &&
          `Its typ is ${show(typ)}. An access token has "at+jwt", a refresh token "rt+jwt": another service has made this one.`,
        alg === 'none' && 'Its alg is "none": it is not signed, and anybody can have made it.',
        alg !== 'none' &&
          !isOneOf(alg, algorithmNames) &&
          `Its alg is ${show(alg)}, which no signing key is for.`,
        typeof kid !== 'string' &&
          `Its kid is ${show(kid)}. A service takes no token that does not name its key.`,
        ('crit' in header || 'b64' in header) && 'Its header has crit or b64, which a service refuses.',
      ];

const required = ['sub', 'email', 'sid', 'jti', 'iat', 'exp', 'gen'];

const ofNames = (claims: Members): readonly (string | false)[] => {
  const missing = required.filter((name) => claims[name] === undefined);
  return [missing.length > 0 && `It lacks claims that every token of a service has: ${missing.join(', ')}.`];
};

const ofTimes = ({ exp, nbf, iat }: Members, now: number): readonly (string | false)[] => [
  exp !== undefined && typeof exp !== 'number' && `Its exp is ${show(exp)}, which is not a number.`,
  typeof exp === 'number' && exp <= now && `It expired ${distance(exp, now)}.`,
  typeof nbf === 'number' && nbf > now && `It is not valid yet: its nbf is ${distance(nbf, now)}.`,
  typeof iat === 'number' &&
    iat > now &&
    `Its iat is ${distance(iat, now)}: the clock of the service, or this one, is wrong.`,
];

const ofClaims: Look = ({ claims, now }) => (claims ? [...ofNames(claims), ...ofTimes(claims, now)] : []);

/** What is wrong with a token, as far as that can be seen without a key: a sentence each. */
export const faultsOf: (inspected: Inspected) => readonly string[] = (inspected) =>
  [ofShape, ofHeader, ofClaims].flatMap((look) => look(inspected)).filter((sentence) => sentence !== false);
