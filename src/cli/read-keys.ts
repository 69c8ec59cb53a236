import { parseEnv } from 'node:util';
import { type NamedKey, parseSigningKeys } from '../token/keys/parse-signing-keys.js';

const variable = 'EMAIL_AUTH_SIGNING_KEY';

/** The key in a text. A file of variables holds one, too, such as `keygen --format env` writes it. */
export const keyIn = (text: string): string =>
  new RegExp(`^\\s*(export\\s+)?${variable}\\s*=`, 'm').test(text) ? (parseEnv(text)[variable] ?? '') : text;

/**
 * Reads all private keys of a text, in any form that the `signingKey` option takes.
 *
 * @param name - what sentences call it
 * @throws {TypeError} that never quotes the key
 */
export const readKeys = (text: string, name: string): readonly NamedKey[] =>
  parseSigningKeys(keyIn(text), name);
