import { inProduction } from '../core/in-production.js';
import type { Logger } from '../core/logger.js';
import type { JwtOptions } from '../token/jwt-options.js';
import {
  generateSigningKey,
  keyMaterial,
  nameEd25519,
  parseSigningKey,
  type SigningKey,
} from '../token/signing-key.js';
import type { EmailAuthOptions } from './email-auth-options.js';

/** At least one: the first signs. */
export type SigningKeys = readonly [SigningKey, ...SigningKey[]];

/** The same key in another spelling too. Whoever has rotated believes that a new key signs. */
const refuseTwins = (keys: readonly SigningKey[], name: string): void => {
  // Not KeyObject.equals: of keys of two kinds it leaves an error in OpenSSL, and the next key cannot be read (Node 20).
  const materials = keys.map(keyMaterial);
  for (const [index, material] of materials.entries()) {
    const first = materials.findIndex((other) => other.equals(material));
    if (first < index) throw new TypeError(`${name}[${index}] is the same key as ${name}[${first}]`);
  }
};

const readKeys = (option: EmailAuthOptions['signingKey'], logger: Logger): SigningKeys => {
  const variable = process.env.EMAIL_AUTH_SIGNING_KEY;
  const given = option === undefined ? variable || undefined : option;
  const name = option === undefined ? 'EMAIL_AUTH_SIGNING_KEY' : 'signingKey';
  if (Array.isArray(given)) {
    const [first, ...rest] = given.map((key, index) => parseSigningKey(key, `${name}[${index}]`));
    if (!first) throw new TypeError(`${name} must hold at least one key`);
    refuseTwins([first, ...rest], name);
    return [first, ...rest];
  }
  if (given !== undefined) return [parseSigningKey(given, name)];
  if (inProduction()) {
    throw new TypeError(
      'signingKey is missing: in production, give a private key, or set the variable EMAIL_AUTH_SIGNING_KEY. ' +
        'Make one with: openssl genpkey -algorithm ed25519',
    );
  }
  logger.warn('No signingKey: one was made for this process. All tokens end with it.');
  return [generateSigningKey()];
};

/**
 * The `signingKey` option, or what stands for it, with the keys under the names that `jwt.algorithm` gives to their
 * algorithms.
 *
 * @throws {TypeError} where one is no key, none is given in production, or `jwt.algorithm` names the algorithm of none
 */
export const readSigningKeys = (
  option: EmailAuthOptions['signingKey'],
  { algorithm }: JwtOptions,
  logger: Logger,
): SigningKeys => {
  const keys = readKeys(option, logger);
  if (algorithm === undefined) return keys;
  if (!keys.some(({ names }) => names.includes(algorithm))) {
    throw new TypeError(
      'jwt.algorithm is for Ed25519 keys, and signingKey has none; leave it out for other keys',
    );
  }
  return nameEd25519(keys, algorithm);
};
