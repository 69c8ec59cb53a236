import { isObject } from './answers.js';
import type { CodeSent } from './auth-client.js';
import { wallClock } from './clock.js';
import type { Aged } from './kept.js';

/** A request for a code, as the server has answered it. */
export interface CodeRequest {
  readonly identity: string;
  readonly challenge: string;
  readonly codeLength: number;
  readonly expiresIn: number;
  readonly resendAfter: number;
}

/** Null where it is none. */
export const readCodeRequest = (value: unknown): CodeRequest | null => {
  if (!isObject(value)) return null;
  const { identity, challenge, codeLength, expiresIn, resendAfter } = value;
  if (typeof identity !== 'string' || typeof challenge !== 'string' || typeof codeLength !== 'number')
    return null;
  if (typeof expiresIn !== 'number' || typeof resendAfter !== 'number') return null;
  return { identity, challenge, codeLength, expiresIn, resendAfter };
};

/** A clock that was set back tells nothing: then the seconds are counted anew. The server has the last word. */
const left = (seconds: number, age: () => number): number =>
  Math.max(0, Math.ceil(seconds - Math.max(0, age())));

/** The state of a page that waits for a code. */
export const codeSentOf = ({ thing, age }: Aged<CodeRequest>): CodeSent => ({
  status: 'codeSent',
  identity: thing.identity,
  codeLength: thing.codeLength,
  requestedAt: wallClock() - Math.max(0, age()) * 1000,
  get expiresIn() {
    return left(thing.expiresIn, age);
  },
  get resendAfter() {
    return left(thing.resendAfter, age);
  },
});
