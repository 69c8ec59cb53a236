import { mistake } from '../core/mistake.js';
import { isPlainObject } from '../core/plain-object.js';
import { reservedClaims } from '../token/claims.js';

const kindOf = (value: unknown): string => {
  if (value === true) return 'true';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an instance of a class' : `a ${typeof value}`;
};

/** Why an answer cannot be claims; null where it can. It may throw whatever the answer throws when it is read. */
const whyNot = (answer: unknown): string | null => {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer) || !isPlainObject(answer)) {
    return `claims must answer with a plain object of claims, or with null for nobody, not with ${kindOf(answer)}`;
  }
  const taken = reservedClaims.find((name) => Object.hasOwn(answer, name));
  if (taken !== undefined) return `claims must not answer with "${taken}": that claim is the library's own`;
  return null;
};

const unreadable = 'claims must answer with an object that can be read, and something in this one throws';

/**
 * Looks whether an answer is to be waited for. What cannot even be asked that would look like a rejection later.
 *
 * @throws {TypeError} a mistake of the host's
 */
export const requireAwaitable = (answer: unknown): void => {
  try {
    void Object(answer).then;
  } catch {
    throw mistake(unreadable);
  }
};

/**
 * Reads what the `claims` option has answered.
 *
 * @returns the claims, or null where this identity is not allowed in
 * @throws {TypeError} a mistake of the host's
 */
export const readClaims = <Extra extends object>(answer: unknown): Extra | null => {
  if (!answer) return null;
  let why: string | null;
  try {
    why = whyNot(answer);
  } catch {
    // What it throws may quote anything.
    why = unreadable;
  }
  if (why !== null) throw mistake(why);
  // Boundary: it is an object, and the option's type says of which kind.
  return answer as Extra;
};
