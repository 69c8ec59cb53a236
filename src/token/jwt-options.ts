import { type Filled, fillIn, type OptionTable } from '../core/option-table.js';
import { type Check, list, oneOf, openRecord, seconds, text, year } from '../core/validate.js';
import type { EncryptionKeys } from './encryption/encryption-key.js';
import { type EncryptionKeyInput, readEncryptionKeys } from './encryption/read-encryption-keys.js';
import { type AlgorithmName, algorithmNames } from './keys/algorithms.js';

/** The `jwt` option. */
export interface JwtOptions {
  /** `iss` of every token, and required of every token. Default: none. */
  readonly issuer?: string;
  /** `aud` of every token, and required of every token. Default: none. */
  readonly audience?: string | readonly string[];
  /** `client_id` of every token (RFC 8693, section 4.3), and required of every token. Default: none. */
  readonly clientId?: string;
  /** Seconds of clock difference that are forgiven for `exp` and `nbf`. Default: 0. */
  readonly leeway?: number;
  /** Adds `nbf`, the time of issue plus this many seconds (`true`: 0). Default: `false`. */
  readonly notBefore?: boolean | number;
  /** More members for the JWS header; `alg`, `kid`, `typ`, `crit` and `b64` are not to be set. Default: none. */
  readonly header?: Readonly<Record<string, string | number | boolean>>;
  /**
   * The algorithm of the keys that do not say it themselves. An RSA key is for `RS256` unless this or its JWK says `PS256`
   * (or `RS384`, …), a secret for `HS256`. The algorithm of an Ed25519 key has two names: `EdDSA` (RFC 8037), which most
   * verifiers know, and `Ed25519` (RFC 9864), which few know yet. Tokens of this service are accepted under both, so you
   * can change between them at any time. Default: the `alg` of the JWK, else the first algorithm of the key.
   */
  readonly algorithm?: AlgorithmName;
  /**
   * Encrypts tokens, so that nobody reads them without this key (JWE, RFC 7516: `A256KW` and `A256GCM`; the content is the
   * signed token). With a list, the first key encrypts and all decrypt. `false` as the first entry encrypts nothing yet, or
   * no longer. Signed tokens that are not encrypted are accepted, too. Default: tokens are not encrypted.
   */
  readonly encryptionKey?: EncryptionKeyInput | readonly (EncryptionKeyInput | false)[];
  /**
   * `'rfc9068'`: tokens have all claims that RFC 9068 (section 2.2) requires, and `auth_time`, the time of the login in
   * seconds since 1970, which a refresh does not change. Tokens without them are refused, so sessions from before end. Needs
   * `issuer`, `audience` and `clientId`. Default: none.
   */
  readonly profile?: 'rfc9068';
}

const freeHeader = openRecord((value, option) => {
  for (const [name, member] of Object.entries(value as object)) {
    if (['alg', 'kid', 'typ', 'crit', 'b64', '__proto__'].includes(name)) {
      throw new TypeError(`${option}.${name} cannot be set: the library sets or forbids it`);
    }
    const isJson =
      typeof member === 'number' ? Number.isFinite(member) : /string|boolean/.test(typeof member);
    if (!isJson) throw new TypeError(`${option}.${name} must be a string, a finite number, true or false`);
  }
});

const numberOrBoolean: Check = (value, option) => {
  if (typeof value !== 'boolean') seconds(0, year)(value, option);
};

const texts = list(text, 'strings', { min: 1, max: 100 });

const textOrList: Check = (value, option) =>
  typeof value === 'string' ? text(value, option) : texts(value, option);

/** The `jwt` option, row by row. */
export const jwtTable = {
  issuer: { check: text, default: undefined },
  audience: { check: textOrList, default: undefined },
  clientId: { check: text, default: undefined },
  leeway: { check: seconds(0, 300), default: 0 },
  notBefore: { check: numberOrBoolean, default: false },
  header: { check: freeHeader, default: undefined },
  algorithm: { check: oneOf(...algorithmNames), default: undefined },
  // What is wrong with a key, readEncryptionKeys says.
  encryptionKey: { check: () => undefined, default: undefined },
  profile: { check: oneOf('rfc9068'), default: undefined },
} satisfies OptionTable<JwtOptions>;

/** The `jwt` option with its defaults. */
export interface JwtSettings extends Omit<Filled<JwtOptions, typeof jwtTable>, 'encryptionKey'> {
  readonly encryptionKeys: EncryptionKeys;
}

/**
 * Fills in the defaults, and reads the keys.
 *
 * @throws {TypeError} where `encryptionKey` is no good key
 */
export const jwtSettings = (given: JwtOptions): JwtSettings => {
  const { encryptionKey, ...settings } = fillIn(jwtTable, given);
  return Object.freeze({ ...settings, encryptionKeys: readEncryptionKeys(encryptionKey) });
};
