import type Keyv from 'keyv';
import type { IdentityOptions } from '../code/identity.js';
import type { LoginCodeOptions } from '../code/login-code.js';
import { refusals } from '../core/errors.js';
import { isLogger } from '../core/logger.js';
import { mapValues } from '../core/map-values.js';
import { plainEntries, reading } from '../core/plain-entries.js';
import {
  boolean,
  type Check,
  callable,
  checkRecord,
  integer,
  list,
  matching,
  oneOf,
  openRecord,
  orFalse,
  record,
  seconds,
  text,
} from '../core/validate.js';
import type { Delivery, DeliveryOptions } from '../delivery/delivery.js';
import type { LimitOptions, LimitsOptions } from '../limit/limits.js';
import { reservedClaims } from '../token/claims.js';
import type { JwtOptions } from '../token/token.js';
import type {
  AccessTokenOptions,
  EmailAuthOptions,
  RefreshTokenOptions,
  SessionsOptions,
} from './email-auth-options.js';

const year = 366 * 86_400;

/** A half that is there but undefined is a setting that somebody has misspelt. The default would hide that. */
const noneUndefined =
  (check: Check): Check =>
  (value, option) => {
    const entries = plainEntries(value, option);
    const missing = entries.find(([, entry]) => entry === undefined);
    if (!missing) return check(Object.fromEntries(entries), option);
    throw new TypeError(`${option}.${missing[0]} is undefined: give a number, or leave it out`);
  };

// Whole seconds: a fraction of a second times 1000 is not always a whole number of milliseconds.
const limit = orFalse(
  noneUndefined(record<LimitOptions>({ limit: integer(1, 1_000_000_000), window: integer(1, year) })),
);

const limitsCheck = record<LimitsOptions>({
  failuresPerIp: limit,
  requestsPerIp: limit,
  mailsPerIdentity: limit,
  shortCodesPerIdentity: limit,
  failuresPerIdentity: limit,
  shortCodeFailures: limit,
  perRequest: orFalse(noneUndefined(record({ login: integer(1, 1000), requestLoginCode: integer(1, 1000) }))),
});

const looksLikeKeyv = (value: unknown): boolean => {
  const keyv = value as Partial<Keyv> | null;
  return typeof keyv?.get === 'function' && typeof keyv.set === 'function' && typeof keyv.on === 'function';
};

const isKeyv: Check = (value, option) => {
  if (!reading(option, () => looksLikeKeyv(value))) {
    throw new TypeError(`${option} must be a Keyv, such as new Keyv()`);
  }
};

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

const claimName: Check = (value, option) => {
  text(value, option);
  if (reservedClaims.includes(value as string)) {
    throw new TypeError(`${option} cannot be "${value}": that claim is the library's own`);
  }
  if (value === '__proto__') throw new TypeError(`${option} cannot be "__proto__"`);
};

const sessionsRecord = record<SessionsOptions>({
  mode: oneOf('stored', 'stateless'),
  max: integer(1, 1000),
});

const sessionsCheck: Check = (value, option) =>
  typeof value === 'object' ? sessionsRecord(value, option) : oneOf('stored', 'stateless')(value, option);

const messages = mapValues(refusals, () => text);

const keys = list(() => {}, 'keys', { min: 0, max: 100 });

/** A function, with what it may carry. */
const sendCheck: Check = (value, option) => {
  callable(value, option);
  for (const name of ['check', 'close'] as const) {
    const carried = reading(`${option}.${name}`, () => (value as Delivery)[name]);
    if (carried !== undefined) callable(carried, `${option}.${name}`);
  }
};

const deliveryOptions = record<DeliveryOptions>({
  send: sendCheck,
  mode: oneOf('background', 'await'),
  concurrency: integer(1, 1000),
  queue: integer(1, 1_000_000),
  attempts: integer(1, 10),
  timeout: seconds(0.01, 600),
});

const deliveryCheck: Check = (value, option) => {
  if (typeof value === 'function') return sendCheck(value, option);
  if (typeof value !== 'object' || value === null) callable(value, option);
  // Boundary: the check has just said so, all but that `send` is there.
  const options = deliveryOptions(value, option) as Partial<DeliveryOptions>;
  callable(options.send, `${option}.send`);
  return options;
};

/**
 * Checks every option by itself, nested ones too.
 *
 * @returns a copy of all that is data, frozen: what happens to the options afterwards changes nothing
 * @throws {TypeError} naming the option
 */
export const checkOptions = <Extra extends object>(options: unknown): EmailAuthOptions<Extra> =>
  checkRecord<EmailAuthOptions<Extra>>(options, 'options', {
    cache: isKeyv,
    namespace: matching(/^[\w.-]{1,64}$/, 'up to 64 letters, digits, dots, hyphens or underscores'),
    storeTimeout: seconds(0.01, 60),
    singleProcess: boolean,
    // What is wrong with a key, parseSigningKey says.
    signingKey: (value, option) => (Array.isArray(value) ? keys(value, option) : undefined),
    accessToken: record<AccessTokenOptions>({ lifetime: integer(1, 86_400), checkSession: boolean }),
    refreshToken: record<RefreshTokenOptions>({
      lifetime: integer(1, year),
      rotate: boolean,
      reuseGrace: seconds(0, 300),
      sliding: boolean,
      maxLifetime: integer(1, 10 * year),
    }),
    sessions: sessionsCheck,
    updatableClaims: list(claimName, 'names of claims', { min: 0, max: 10 }),
    jwt: record<JwtOptions>({
      issuer: text,
      audience: textOrList,
      leeway: seconds(0, 300),
      notBefore: numberOrBoolean,
      header: freeHeader,
      algorithm: oneOf('EdDSA', 'Ed25519'),
    }),
    loginCode: record<LoginCodeOptions>({
      length: integer(6, 12),
      lifetime: integer(1, 600),
      attempts: integer(1, 10),
      resendAfter: integer(0, 3600),
      generate: callable,
      binding: oneOf('optional', 'required'),
    }),
    limits: limitsCheck,
    claims: callable,
    delivery: deliveryCheck,
    identity: record<IdentityOptions>({
      argument: matching(
        /^(?!__|code$|challenge$)[_A-Za-z]\w*$/,
        'a GraphQL name other than code and challenge',
      ),
      parse: callable,
      mailbox: callable,
    }),
    messages: record(messages),
    httpStatus: boolean,
    onEvent: callable,
    logger: isLogger,
    clock: callable,
  });
