import { originOf } from './origin.js';
import { type ReadSession, readCookieSession, readSession } from './session.js';

/** What every request brings beside its question. */
export interface Brought {
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials?: RequestCredentials;
}

/** How tokens travel. */
export interface Transport {
  readonly isCookie: boolean;
  readonly readSession: ReadSession;
  readonly brought: Brought;
}

/** @throws {TypeError} where there is no such transport */
export const createTransport = (name: unknown, url: string): Transport => {
  if (name === 'bearer') return { isCookie: false, readSession, brought: { headers: {} } };
  if (name !== 'cookie') throw new TypeError("transport must be 'bearer' or 'cookie'");
  const credentials = originOf(url) === originOf('') ? 'same-origin' : 'include';
  // The header is what a form of another site cannot send.
  const brought: Brought = { headers: { 'x-email-auth': 'cookie' }, credentials };
  return { isCookie: true, readSession: readCookieSession, brought };
};
