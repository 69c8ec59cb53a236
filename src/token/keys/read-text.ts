import { attempt, type FoundKey } from './found-key.js';
import { refuseKey } from './key-refusal.js';
import { readJwks } from './read-jwk.js';
import { isOpenSsh } from './read-openssh.js';
import { isPem, joinBase64, readPem } from './read-pem.js';

/** Text without the quotes around it, which some tools keep, and without the escapes of a string in JSON. */
export const unquote = (text: string): string => {
  // U+FEFF, which editors write before a text, is white space to `trim`.
  const bare = text.trim();
  const inner = /^(["'`])([\s\S]*)\1$/.exec(bare)?.[2];
  if (inner === undefined) return bare;
  const parsed = bare.startsWith('"') ? attempt((): unknown => JSON.parse(bare)) : undefined;
  return unquote(typeof parsed === 'string' ? parsed : inner);
};

const isPath = (text: string): boolean =>
  /^(\.{0,2}|~|file:\/*|[A-Za-z]:)[\\/]/.test(text) ||
  /^[^\s{}]+\.(pem|key|jwk|json|txt|der|p8)$/i.test(text);

const isSshPublic = (text: string): boolean => /^(ssh|ecdsa|sk)-\S+ AAAA/.test(text);

const readItem = (item: unknown, option: string): readonly FoundKey[] => {
  if (typeof item === 'string') return readText(item, option);
  if (Array.isArray(item)) throw refuseKey(option, 'nested');
  if (typeof item !== 'object' || item === null) throw refuseKey(option, 'unknown');
  return readJwks({ ...item }, option);
};

const readJson = (text: string, option: string): readonly FoundKey[] => {
  const json = attempt((): unknown => JSON.parse(text));
  if (json === undefined) throw refuseKey(option, 'json');
  if (!Array.isArray(json)) return readItem(json, option);
  if (json.length === 0) throw refuseKey(option, 'empty');
  return json.flatMap((item, index) => readItem(item, `${option}[${index}]`));
};

/** Bytes that are text of ours once more; undefined where they are anything else, such as DER or a secret. */
const textIn = (bytes: Buffer): string | undefined => {
  const text = bytes.toString('latin1').trim();
  return /^["'`{[-][\s -~]*$/.test(text) ? text : undefined;
};

/** The shortest key in DER, public or private, has 44 bytes. A secret may begin with any byte. */
const isBinaryKey = (bytes: Buffer): boolean => (bytes.length >= 44 && bytes[0] === 0x30) || isOpenSsh(bytes);

/**
 * Reads all keys of a text: PEM, JWK, a list of them as JSON, or base64 of any of these; in quotes or without.
 *
 * @throws {TypeError} naming the option
 */
export const readText = (text: string, option: string): readonly FoundKey[] => {
  const bare = unquote(text);
  if (bare === '') throw refuseKey(option, 'empty');
  if (/^[{[]/.test(bare)) return readJson(bare, option);
  if (isPem(bare)) return readPem(bare, option);
  const bytes = Buffer.from(joinBase64(bare) ?? '', 'base64');
  const inside = textIn(bytes);
  if (inside !== undefined) return readText(inside, option);
  // A secret in base64 must not pass for a key that it happens to begin like.
  if (isBinaryKey(bytes)) throw refuseKey(option, 'bare');
  if (isSshPublic(bare)) throw refuseKey(option, 'public');
  throw refuseKey(option, isPath(bare) ? 'path' : 'unknown');
};
