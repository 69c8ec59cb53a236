import type { ParsedCaller } from '../core/caller.js';
import type { Updates } from '../store/session-steps.js';
import type { AuthTokens } from '../token/auth-tokens.js';
import { copyPlainJson } from '../token/plain-json.js';
import { refresh } from './refresh.js';
import type { ServiceParts } from './service-parts.js';

/** Characters of one claim as JSON: all of it stands in every access token. */
const maxClaim = 256;

const updateOf = (name: string, value: unknown, updatable: readonly string[]): string => {
  if (!updatable.includes(name)) {
    throw new TypeError(`updateClaims: "${name}" is not among the updatableClaims of createEmailAuth`);
  }
  const json = value === undefined ? '' : JSON.stringify(copyPlainJson(value, `updateClaims: "${name}"`));
  if (json === '' || json.length > maxClaim) {
    throw new TypeError(`updateClaims: "${name}" must be a value of at most ${maxClaim} characters of JSON`);
  }
  return json;
};

/**
 * Changes claims of a session, and answers with its next tokens.
 *
 * @throws {TypeError} for a name that is not updatable, or a value that JSON cannot hold
 */
export const updateClaims = async <Extra extends object>(
  parts: ServiceParts<Extra>,
  token: string,
  claims: Partial<Extra>,
  caller: ParsedCaller,
): Promise<AuthTokens<Extra>> => {
  const updates: Updates = Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      updateOf(name, value, parts.settings.updatableClaims),
    ]),
  );
  return refresh(parts, token, caller, updates);
};
