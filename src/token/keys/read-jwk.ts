import { createPrivateKey, createSecretKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { attempt, type FoundKey } from './found-key.js';
import { cannotSign, type KeyRefusal, refuseKey } from './key-refusal.js';

/** The members of a JWK, of which nothing is known yet. */
export type JwkMembers = Readonly<Record<string, unknown>>;

/** What a JWK says that it is not for; null where it may sign (RFC 7517, section 4). */
const contradictionOf = ({ use, key_ops }: JwkMembers): string | null => {
  if (use !== undefined && use !== 'sig') return 'its "use" is not "sig"';
  const signs = key_ops === undefined || (Array.isArray(key_ops) && key_ops.includes('sign'));
  return signs ? null : 'its "key_ops" are without "sign"';
};

/** What of a JWK must not be published (RFC 7518, section 6; `priv` by draft-ietf-cose-dilithium). */
const privateMember: Readonly<Record<string, string>> = {
  OKP: 'd',
  EC: 'd',
  RSA: 'd',
  AKP: 'priv',
  oct: 'k',
};

const whyNot = ({ kty, ...members }: JwkMembers): KeyRefusal => {
  if (kty === undefined) return 'unknown';
  const secret = Object.hasOwn(privateMember, String(kty)) ? privateMember[String(kty)] : undefined;
  if (secret === undefined) return 'kind';
  if (members[secret] === undefined && kty !== 'oct') return 'public';
  return kty === 'AKP' ? 'newer' : 'damaged';
};

const readSecret = (k: unknown): KeyObject | undefined =>
  typeof k === 'string' && /^[\w-]*$/.test(k) ? createSecretKey(k, 'base64url') : undefined;

const readKey = (jwk: JwkMembers): KeyObject | undefined =>
  jwk.kty === 'oct'
    ? readSecret(jwk.k)
    : // Boundary: the parser checks what it reads.
      attempt(() => createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' }));

/** The parser looks at the private half of these kinds alone. */
const hasOwnHalf = (jwk: JwkMembers, key: KeyObject): boolean => {
  const member = { OKP: 'x', AKP: 'pub' }[String(jwk.kty)];
  if (member === undefined) return true;
  const bytesOf = (value: unknown) => Buffer.from(String(value), 'base64url');
  // Boundary: Node's type names the members of the older kinds only.
  const own = key.export({ format: 'jwk' }) as JwkMembers;
  return bytesOf(jwk[member]).equals(bytesOf(own[member]));
};

/**
 * Reads a private JWK.
 *
 * @throws {TypeError} naming the option
 */
export const readJwk = (jwk: JwkMembers, option: string): FoundKey => {
  const key = readKey(jwk);
  if (!key) throw refuseKey(option, whyNot(jwk));
  const contradiction = contradictionOf(jwk);
  if (contradiction !== null) throw cannotSign(option, contradiction);
  if (!hasOwnHalf(jwk, key)) throw refuseKey(option, 'halves');
  return { option, key, alg: jwk.alg === undefined ? undefined : String(jwk.alg) };
};

/** Reads a JWK, or all of a JWK Set (RFC 7517, section 5). */
export const readJwks = (members: JwkMembers, option: string): readonly FoundKey[] => {
  const { kty, keys } = members;
  if (kty !== undefined || !Array.isArray(keys)) return [readJwk(members, option)];
  return keys.map((jwk: unknown, index) => {
    const name = `${option}.keys[${index}]`;
    const copy = attempt(() => ({ ...(jwk as object) }));
    if (copy === undefined) throw refuseKey(name, 'unknown');
    return readJwk(copy, name);
  });
};
