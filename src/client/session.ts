import { isObject, parseJson } from './answers.js';
import type { ClientClaims } from './auth-client.js';
import type { Aged } from './kept.js';
import { randomName } from './random-name.js';

/** A pair of tokens, and what stands in them; or what a page knows of a pair that the browser holds in cookies. */
export interface Session {
  /** Empty under cookies. */
  readonly accessToken: string;
  /** Seconds for which the access token is valid. */
  readonly expiresIn: number;
  /** Absent under cookies. */
  readonly refreshToken?: string;
  /** The id of the session; under cookies, a name that this browser has given it. */
  readonly sid: string;
  /** Rises with each refresh. */
  readonly gen: number;
  /** Null under cookies: no script sees what stands in them. */
  readonly claims: ClientClaims | null;
}

/** Null where it is no session. */
export type ReadSession = (value: unknown) => Session | null;

/** What a token says. Nobody verifies it: the server does. */
const payloadOf = (token: string): unknown => {
  try {
    const base64 = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return parseJson(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
};

/** A pair of tokens, as the server answers it or a storage has it. */
export const readSession: ReadSession = (value) => {
  if (!isObject(value)) return null;
  const { accessToken, expiresIn, refreshToken } = value;
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string' || typeof expiresIn !== 'number')
    return null;
  const payload = payloadOf(accessToken);
  if (!isObject(payload) || typeof payload.sid !== 'string' || typeof payload.gen !== 'number') return null;
  // What changes at every refresh is nothing to show.
  const { gen, iat: _iat, exp: _exp, nbf: _nbf, jti: _jti, ...rest } = payload;
  // Boundary: our server has signed it, and nothing but the page is decided by it.
  const claims = rest as unknown as ClientClaims;
  return { accessToken, expiresIn, refreshToken, sid: claims.sid, gen, claims };
};

/** The same under cookies: the answer to a login says nothing but `expiresIn`. */
export const readCookieSession: ReadSession = (value) => {
  if (!isObject(value) || typeof value.expiresIn !== 'number') return null;
  const { expiresIn, sid = randomName(), gen = 0 } = value;
  return { accessToken: '', expiresIn, sid: String(sid), gen: Number(gen), claims: null };
};

/** Which access token it is. */
export const idOf = ({ accessToken, sid, gen }: Session): string => accessToken || `${sid} ${gen}`;

/** Whether a refreshed pair may take the place of what is held: never of another session, or of a newer pair. */
export const mayReplace = (held: Session, next: Session): boolean =>
  held.sid === next.sid && held.gen <= next.gen;

/** Seconds until the token ends; none are known to be left where the clock was set back. */
export const secondsLeft = ({ thing, age }: Aged<Session>): number => {
  const passed = age();
  return passed < 0 ? 0 : thing.expiresIn - passed;
};

/** A tenth of its life before the end, at most half a minute: time enough to reach the server. */
export const renewIn = (held: Aged<Session>): number =>
  Math.max(0, secondsLeft(held) - Math.min(30, held.thing.expiresIn / 10));
