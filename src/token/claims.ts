import { mistake } from '../core/mistake.js';
import { type Check, text } from '../core/validate.js';
import { copyPlainJson, readEntries } from './plain-json.js';

/** Claims that are the library's own: the `claims` option must not answer with one of these. */
export const reservedClaims: readonly string[] =
  'sub email sid iat exp jti gen iss aud nbf client_id auth_time'.split(' ');

/** The name of a claim that is not the library's own. */
export const isFreeClaim: Check = (value, option) => {
  text(value, option);
  if (reservedClaims.includes(value as string)) {
    throw new TypeError(`${option} cannot be "${value}": that claim is the library's own`);
  }
  if (value === '__proto__') throw new TypeError(`${option} cannot be "__proto__"`);
};

// A name with an `@` may be an address, and other names may not be printable.
const quote = (name: string): string => (/^[^\p{C}@]{1,64}$/u.test(name) ? `"${name}"` : 'one of its names');

const describe = (name: string): string => `claims: ${quote(name)}`;

/**
 * A frozen copy of what the `claims` option has answered: what happens to that object later changes no token and no
 * request.
 *
 * @throws {TypeError} that names the claim which is not plain JSON, and never quotes its value
 */
export const checkClaims = <Extra extends object>(claims: Extra): Extra => {
  const entries = readEntries(claims, 'claims', describe).map(
    ([name, value]) => [name, copyPlainJson(value, describe(name))] as const,
  );
  // Boundary: plain JSON is copied to what it was.
  return Object.freeze(Object.fromEntries(entries)) as Extra;
};

/** The first of these claims that is not there; undefined where all are. */
export const missingClaim = (claims: object, expected: readonly string[]): string | undefined =>
  expected.find((name) => !Object.hasOwn(claims, name));

/** @throws {TypeError} where an answer of the `claims` option lacks a claim that `expectedClaims` promises */
export const requireExpected = (claims: object, expected: readonly string[]): void => {
  const name = missingClaim(claims, expected);
  if (name !== undefined)
    throw mistake(`claims must answer with ${quote(name)}, which is among the expectedClaims`);
};
