import { inProduction } from '../core/in-production.js';
import type { Logger } from '../core/logger.js';
import { mistake } from '../core/mistake.js';
import { base64urlLength, maxTokenLength } from '../token/compact-jws.js';
import { createEncryption } from '../token/encryption/encryption.js';
import type { JwtSettings } from '../token/jwt-options.js';
import { refuseKey } from '../token/keys/key-refusal.js';
import { type NamedKey, parseSigningKeys } from '../token/keys/parse-signing-keys.js';
import { publishedKeys } from '../token/keys/published-keys.js';
import { generateSigningKey, keyMaterial, type SigningKey } from '../token/signing-key.js';
import type { EmailAuthOptions } from './email-auth-options.js';

/** At least one: the first signs. */
export type SigningKeys = readonly [SigningKey, ...SigningKey[]];

/** Answers with the keys; asked again only where it has failed. What it rejects with is the host's, unless it is a mistake. */
export type LoadSigningKeys = () => Promise<SigningKeys>;

type Given = Exclude<EmailAuthOptions['signingKey'], undefined>;

/** The same key in another spelling too. Whoever has rotated believes that a new key signs. */
const refuseTwins = (keys: readonly NamedKey[]): void => {
  // Not KeyObject.equals: of keys of two kinds it leaves an error in OpenSSL, and the next key cannot be read (Node 20).
  const materials = keys.map(({ key }) => keyMaterial(key));
  for (const [index, { option }] of keys.entries()) {
    const first = materials.findIndex((other) => materials[index]?.equals(other));
    if (first < index) throw new TypeError(`${option} is the same key as ${keys[first]?.option}`);
  }
};

const refusePublished = (keys: readonly NamedKey[]): void => {
  const known = keys.find(({ key }) => publishedKeys.has(key.kid));
  if (known) throw refuseKey(known.option, 'published');
};

const refuseWrongAlgorithm = (keys: readonly NamedKey[], { algorithm }: JwtSettings): void => {
  if (algorithm === undefined || keys.some(({ key }) => key.names.includes(algorithm))) return;
  throw new TypeError(
    `jwt.algorithm is ${algorithm}, and no signingKey is for that; leave it out, or give such a key`,
  );
};

/** Whoever may read tokens may not make them; and what is longer than every token cannot be in one. */
const refuseWithEncryption = (keys: readonly NamedKey[], { encryptionKeys }: JwtSettings): void => {
  const shared = keys.find(({ key }) => encryptionKeys.all.some(({ kid }) => kid === key.kid));
  if (shared)
    throw new TypeError(`${shared.option} is the same key as one of jwt.encryptionKey; take two keys`);
  const signature = base64urlLength(keys[0]?.key.signatureBytes ?? 0);
  if (createEncryption(encryptionKeys).lengthOf(signature) > maxTokenLength) {
    throw new TypeError(
      `${keys[0]?.option} makes signatures that are too long for jwt.encryptionKey: encrypted tokens would have more than ` +
        `${maxTokenLength} characters`,
    );
  }
};

const parse = (given: unknown, option: string, jwt: JwtSettings): SigningKeys => {
  const keys = Array.isArray(given)
    ? given.flatMap((input: unknown, index) => parseSigningKeys(input, `${option}[${index}]`, jwt.algorithm))
    : parseSigningKeys(given, option, jwt.algorithm);
  const [first, ...rest] = keys.map(({ key }) => key);
  if (!first) throw new TypeError(`${option} must hold at least one key`);
  refuseTwins(keys);
  refusePublished(keys);
  refuseWrongAlgorithm(keys, jwt);
  refuseWithEncryption(keys, jwt);
  return [first, ...rest];
};

/** What a function of the host's answers is looked at when it comes; what is wrong with it is a sentence for the operator. */
const loadWith =
  (ask: Extract<Given, () => unknown>, jwt: JwtSettings): LoadSigningKeys =>
  async () => {
    const answer: unknown = await ask();
    try {
      return parse(answer, 'signingKey()', jwt);
    } catch (error) {
      // Ours: it quotes nothing.
      throw mistake((error as TypeError).message);
    }
  };

const readVariable = (jwt: JwtSettings): SigningKeys | undefined => {
  const variable = process.env.EMAIL_AUTH_SIGNING_KEY;
  return variable ? parse(variable, 'EMAIL_AUTH_SIGNING_KEY', jwt) : undefined;
};

const generate = (jwt: JwtSettings, logger: Logger): SigningKeys => {
  if (inProduction()) {
    throw new TypeError(
      'signingKey is missing: in production, give a private key, or set the variable EMAIL_AUTH_SIGNING_KEY. ' +
        'Make one with: npx pothos-email-auth keygen --format env',
    );
  }
  const made: SigningKeys = [generateSigningKey(jwt.algorithm)];
  refuseWrongAlgorithm([{ option: 'signingKey', key: made[0] }], jwt);
  logger.warn('No signingKey: one was made for this process. All tokens end with it.');
  return made;
};

/**
 * The `signingKey` option, or what stands for it, with the algorithms that the keys and `jwt.algorithm` name. A function
 * is not asked yet.
 *
 * @throws {TypeError} where one is no key, none is given in production, or `jwt.algorithm` names the algorithm of none
 */
export const readSigningKeys = (
  given: EmailAuthOptions['signingKey'],
  jwt: JwtSettings,
  logger: Logger,
): LoadSigningKeys => {
  if (typeof given === 'function') return loadWith(given, jwt);
  const keys =
    given === undefined ? (readVariable(jwt) ?? generate(jwt, logger)) : parse(given, 'signingKey', jwt);
  return async () => keys;
};
