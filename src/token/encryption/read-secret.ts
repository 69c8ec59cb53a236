import { attempt } from '../keys/found-key.js';
import type { JwkMembers } from '../keys/read-jwk.js';
import { joinBase64 } from '../keys/read-pem.js';
import { unquote } from '../keys/read-text.js';
import { algorithmOf } from './encryption-key.js';
import { refuseEncryptionKey } from './encryption-refusal.js';

/** What stands in a text that is JSON; any other text without white space and quotes around it. */
export const readJson = (input: unknown, option: string): unknown => {
  const bare = typeof input === 'string' ? unquote(input) : undefined;
  if (bare === undefined || !/^[{[]/.test(bare)) return bare ?? input;
  const json = attempt((): unknown => JSON.parse(bare));
  if (json === undefined) throw refuseEncryptionKey(option, 'json');
  return json;
};

/** Undefined where it is not base64, or not canonical: the decoder takes what was cut off or mistyped, too. */
const readBase64 = (text: unknown): Buffer | undefined => {
  const line = typeof text === 'string' ? joinBase64(text)?.replace(/=+$/, '') : undefined;
  if (line === undefined) return undefined;
  const bytes = Buffer.from(line, 'base64');
  const spellings = (['base64', 'base64url'] as const).map((form) => bytes.toString(form).replace(/=+$/, ''));
  return spellings.includes(line) ? bytes : undefined;
};

/** Whether a JWK is for this (RFC 7517, section 4). */
const suits = ({ alg, use, key_ops }: JwkMembers, bytes: Buffer): boolean => {
  const wraps =
    key_ops === undefined ||
    (Array.isArray(key_ops) && ['wrapKey', 'unwrapKey'].every((name) => key_ops.includes(name)));
  const knows = alg === undefined || alg === algorithmOf(bytes.length);
  return wraps && knows && (use === undefined || use === 'enc');
};

const readJwk = (jwk: JwkMembers, option: string): Buffer => {
  const bytes = jwk.kty === 'oct' ? readBase64(jwk.k) : undefined;
  if (!bytes) throw refuseEncryptionKey(option, 'kind');
  if (!suits(jwk, bytes)) throw refuseEncryptionKey(option, 'use');
  return bytes;
};

const readText = (text: string, option: string): Buffer => {
  if (text === '') throw refuseEncryptionKey(option, 'empty');
  const bytes = readBase64(text);
  if (!bytes) throw refuseEncryptionKey(option, 'base64');
  return bytes;
};

/**
 * The bytes of a secret, in base64 or as a JWK.
 *
 * @throws {TypeError} naming the option
 */
export const readSecret = (input: unknown, option: string): Buffer => {
  const given = readJson(input, option);
  if (typeof given === 'string') return readText(given, option);
  if (Array.isArray(given)) throw refuseEncryptionKey(option, 'nested');
  // What a getter throws may quote the key.
  const members = attempt(() => (typeof given === 'object' && given !== null ? { ...given } : undefined));
  if (!members) throw refuseEncryptionKey(option, 'base64');
  return readJwk(members, option);
};
