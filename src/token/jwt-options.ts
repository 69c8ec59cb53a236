import { type Filled, fillIn, type OptionTable } from '../core/option-table.js';
import { type Check, list, oneOf, openRecord, seconds, text, year } from '../core/validate.js';
import type { Ed25519Name } from './signing-key.js';

/** The `jwt` option. */
export interface JwtOptions {
  /** `iss` of every token, and required of every token. Default: none. */
  readonly issuer?: string;
  /** `aud` of every token, and required of every token. Default: none. */
  readonly audience?: string | readonly string[];
  /** Seconds of clock difference that are forgiven for `exp` and `nbf`. Default: 0. */
  readonly leeway?: number;
  /** Adds `nbf`, the time of issue plus this many seconds (`true`: 0). Default: `false`. */
  readonly notBefore?: boolean | number;
  /** More members for the JWS header; `alg`, `kid`, `typ`, `crit` and `b64` are not to be set. Default: none. */
  readonly header?: Readonly<Record<string, string | number | boolean>>;
  /**
   * What the algorithm of Ed25519 keys is called in the tokens and in the published keys: `EdDSA` (RFC 8037), which
   * most verifiers know, or `Ed25519` (RFC 9864), which few know yet. Tokens of this service are accepted under both
   * names, so it can be changed at any time. Default: the `alg` of the key where it is a JWK that has one, else `EdDSA`.
   */
  readonly algorithm?: Ed25519Name;
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
  leeway: { check: seconds(0, 300), default: 0 },
  notBefore: { check: numberOrBoolean, default: false },
  header: { check: freeHeader, default: undefined },
  algorithm: { check: oneOf('EdDSA', 'Ed25519'), default: undefined },
} satisfies OptionTable<JwtOptions>;

/** The `jwt` option with its defaults. */
export type JwtSettings = Filled<JwtOptions, typeof jwtTable>;

/** Fills in the defaults. */
export const jwtSettings = (given: JwtOptions): JwtSettings => fillIn(jwtTable, given);
