import { count, duration, flag, optional, type Phrase, phrase, record } from '../kinds.js';
import { quote, quoteName } from '../quote.js';
import { fitted, type Given, option, readIn, type Setting, setting, todo } from '../setting.js';

const day = 86_400;
const year = 366 * day;

/** Where the setting is left out, or computed, the default counts. */
const secondsOf = (given: Given, name: string, standard: number): number =>
  readIn(given, name, duration) ?? standard;

/** An access token ends with its session. */
const longestAccess = (given: Given): number =>
  Math.max(1, Math.min(day, Math.ceil(secondsOf(given, 'REFRESH_TOKEN_LIFETIME', 14 * day))));

const notBefore = (seconds: number, given: Given) => {
  if (seconds < 0)
    return [todo('It is in the past there, which only forgives clocks. Set jwt.leeway to as many seconds.')];
  return seconds < Math.min(secondsOf(given, 'ACCESS_TOKEN_LIFETIME', 300), longestAccess(given))
    ? [option('jwt.notBefore', String(seconds))]
    : [todo('It is as long as access tokens live, so none would ever be valid. It is left out.')];
};

/** An empty name is none. */
const named = (name: string, phrase: Phrase | null) =>
  phrase === null || phrase.text?.trim() === '' ? [] : [option(name, phrase.code)];

const ours = new Set(['alg', 'kid', 'typ', 'crit', 'b64', '__proto__']);

type Members = readonly (readonly [name: string, value: string | number | boolean])[];

const header = (members: Members) => {
  const free = members.filter(([name]) => !ours.has(name));
  const code = free.map(
    ([name, value]) => `${quoteName(name)}: ${typeof value === 'string' ? quote(value) : String(value)}`,
  );
  return [
    ...(free.length > 0 ? [option('jwt.header', `{ ${code.join(', ')} }`)] : []),
    ...(free.length < members.length ? [todo('alg, kid, typ, crit and b64 are set by the library.')] : []),
  ];
};

/** Tokens: how long they live, and what they say. */
export const tokenSettings: Readonly<Record<string, Setting>> = {
  ACCESS_TOKEN_LIFETIME: setting({
    standard: 'timedelta(minutes=5)',
    ours: '`accessToken.lifetime`, at most 86,400 seconds (a day), and no longer than the session',
    kind: duration,
    become: (seconds, given) =>
      fitted('accessToken.lifetime', seconds, { min: 1, max: longestAccess(given), unit: ' seconds' }),
  }),
  REFRESH_TOKEN_LIFETIME: setting({
    standard: 'timedelta(days=14)',
    ours: '`refreshToken.lifetime`: from the login to the end of the session, however often it is refreshed',
    kind: duration,
    become: (seconds) => fitted('refreshToken.lifetime', seconds, { min: 1, max: year, unit: ' seconds' }),
  }),
  ROTATE_REFRESH_TOKENS: setting({
    standard: 'False',
    ours: '`refreshToken.rotate`. Here the default is `true`, and needs no table',
    kind: flag,
    become: () => [],
    spelledOut: [
      option('refreshToken.rotate', 'false'),
      todo(
        'Better leave it out, and let clients store the new refresh token at each refresh. Otherwise nobody notices a theft.',
      ),
    ],
  }),
  NOT_BEFORE_TIME: setting({
    standard: 'None',
    ours: '`jwt.notBefore`',
    kind: optional(duration),
    become: (seconds, given) => notBefore(seconds ?? 0, given),
  }),
  ISSUER: setting({
    standard: 'None',
    ours: '`jwt.issuer`',
    kind: optional(phrase),
    become: (issuer) => named('jwt.issuer', issuer),
  }),
  AUDIENCE: setting({
    standard: 'None',
    ours: '`jwt.audience`, which may be a list',
    kind: optional(phrase),
    become: (audience) => named('jwt.audience', audience),
  }),
  LEEWAY: setting({
    standard: '0',
    ours: '`jwt.leeway`, at most 300 seconds',
    kind: count,
    become: (leeway) => fitted('jwt.leeway', leeway, { min: 0, max: 300, unit: ' seconds' }),
  }),
  EXTRA_HEADERS: setting({
    standard: 'None',
    ours: '`jwt.header`',
    kind: optional(record),
    become: (members) => header(members ?? []),
  }),
};
