/** What is wrong with a key, a sentence each. X1: none of them quotes it. */
const reasons = {
  empty: 'this text is empty',
  base64: 'this is neither base64 nor a JWK',
  json: 'this text begins like JSON, and is none',
  size: 'this one has another length',
  hex: 'this one is hexadecimal',
  password: 'this one looks like a password, which can be guessed',
  pattern: 'this one repeats itself or counts, so it can be guessed',
  published: 'this one is an example that everybody knows',
  kind: 'this is a JWK without "kty": "oct" and "k"',
  use: 'this JWK is for something else: see its "alg", "use" and "key_ops"',
  nested: 'this is a list in a list',
} as const;

/** Why a key is refused. */
export type EncryptionKeyRefusal = keyof typeof reasons;

/** The TypeError for a key that is none, or not a good one. */
export const refuseEncryptionKey = (option: string, why: EncryptionKeyRefusal): TypeError =>
  new TypeError(
    `${option} must be a secret of 16, 24 or 32 random bytes, in base64; ${reasons[why]}. ` +
      'Make one with: openssl rand -base64 32',
  );
