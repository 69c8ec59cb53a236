import type Keyv from 'keyv';
import { reservedClaims } from '../core/claims.js';
import type { Delivery, DeliveryOptions } from '../core/delivery.js';
import type { IdentityOptions } from '../core/identity.js';
import type { LimitOptions, LimitsOptions } from '../core/limits.js';
import type { LoginCodeOptions } from '../core/login-code.js';
import type { JwtOptions } from '../core/token.js';
import {
  boolean,
  type Check,
  callable,
  checkRecord,
  integer,
  matching,
  oneOf,
  orFalse,
  record,
  seconds,
  text,
} from '../core/validate.js';
import type { AccessTokenOptions, EmailAuthOptions, RefreshTokenOptions } from './email-auth-options.js';

const year = 366 * 86_400;

const limit: Check = orFalse(
  record<LimitOptions>({ limit: integer(1, 1_000_000_000), window: seconds(1, year) }),
);

const limitsCheck = record<LimitsOptions>({
  failuresPerIp: limit,
  requestsPerIp: limit,
  mailsPerIdentity: limit,
  shortCodesPerIdentity: limit,
  failuresPerIdentity: limit,
  shortCodeFailures: limit,
  perRequest: orFalse(record({ login: integer(1, 1000), requestLoginCode: integer(1, 1000) })),
});

const isKeyv: Check = (value, option) => {
  const keyv = value as Partial<Keyv> | null;
  if (typeof keyv?.get === 'function' && typeof keyv.set === 'function' && typeof keyv.on === 'function')
    return;
  throw new TypeError(`${option} must be a Keyv, such as new Keyv()`);
};

const freeHeader: Check = (value, option) => {
  if (typeof value !== 'object' || value === null) throw new TypeError(`${option} must be an object`);
  const taken = ['alg', 'kid', 'typ', 'crit', 'b64', '__proto__'].find((name) => Object.hasOwn(value, name));
  if (taken) throw new TypeError(`${option}.${taken} cannot be set: the library sets or forbids it`);
  for (const [name, member] of Object.entries(value)) {
    if (
      typeof member === 'number' ? !Number.isFinite(member) : !['string', 'boolean'].includes(typeof member)
    ) {
      throw new TypeError(`${option}.${name} must be a string, a finite number, true or false`);
    }
  }
};

const numberOrBoolean: Check = (value, option) => {
  if (typeof value !== 'boolean') seconds(0, year)(value, option);
};

const textOrList: Check = (value, option) => {
  if (Array.isArray(value) && value.length === 0) throw new TypeError(`${option} must not be an empty list`);
  for (const [index, entry] of [value].flat().entries()) {
    text(entry, Array.isArray(value) ? `${option}[${index}]` : option);
  }
};

const claimNames: Check = (value, option) => {
  if (!Array.isArray(value) || value.length > 10) {
    throw new TypeError(`${option} must be a list of at most 10 names of claims`);
  }
  for (const [index, name] of value.entries()) {
    text(name, `${option}[${index}]`);
    if (reservedClaims.includes(name as string)) {
      throw new TypeError(`${option}[${index}] cannot be "${name}": that claim is the library's own`);
    }
  }
};

const message: Check = text;

/** A function, with what it may carry. */
const sendCheck: Check = (value, option) => {
  callable(value, option);
  for (const name of ['check', 'close'] as const) {
    const carried = (value as Delivery)[name];
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
  deliveryOptions(value, option);
  callable((value as Partial<DeliveryOptions>).send, `${option}.send`);
};

/**
 * Checks every option by itself, nested ones too.
 *
 * @throws {TypeError} naming the option
 */
export const checkOptions = (options: unknown): void =>
  checkRecord<EmailAuthOptions>(options, 'options', {
    cache: isKeyv,
    namespace: matching(/^[\w.-]{1,64}$/, 'up to 64 letters, digits, dots, hyphens or underscores'),
    storeTimeout: seconds(0.01, 60),
    singleProcess: boolean,
    signingKey: () => {},
    accessToken: record<AccessTokenOptions>({ lifetime: integer(1, 86_400), checkSession: boolean }),
    refreshToken: record<RefreshTokenOptions>({
      lifetime: integer(1, year),
      rotate: boolean,
      reuseGrace: seconds(0, 300),
      sliding: boolean,
      maxLifetime: integer(1, 10 * year),
    }),
    sessions: oneOf('stored', 'stateless'),
    updatableClaims: claimNames,
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
    messages: record({
      BAD_USER_INPUT: message,
      INVALID_LOGIN_CODE: message,
      TOO_MANY_REQUESTS: message,
      UNAUTHENTICATED: message,
      INVALID_REFRESH_TOKEN: message,
      DELIVERY_UNAVAILABLE: message,
      SERVICE_UNAVAILABLE: message,
    }),
    httpStatus: boolean,
    onEvent: callable,
    clock: callable,
  });
