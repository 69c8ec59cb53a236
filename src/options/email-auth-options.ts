import type Keyv from 'keyv';
import { type IdentityOptions, identityTable } from '../code/identity.js';
import { type LoginCodeOptions, loginCodeTable } from '../code/login-code.js';
import type { Clock } from '../core/clock.js';
import { type AuthErrorCode, refusals } from '../core/errors.js';
import type { EventListener } from '../core/events.js';
import { isLogger, type Logger } from '../core/logger.js';
import { mapValues } from '../core/map-values.js';
import { none, type OptionTable, recordRow } from '../core/option-table.js';
import { reading } from '../core/plain-entries.js';
import { boolean, type Check, callable, list, matching, seconds, text } from '../core/validate.js';
import { type Delivery, type DeliveryOptions, deliveryCheck } from '../delivery/delivery.js';
import { type LimitsOptions, limitsTable } from '../limit/limits.js';
import type { TokenClaims } from '../token/auth-state.js';
import { isFreeClaim } from '../token/claims.js';
import { type JwtOptions, jwtTable } from '../token/jwt-options.js';
import type { SigningKeyInput } from '../token/signing-key.js';
import {
  type AccessTokenOptions,
  accessTokenTable,
  type RefreshTokenOptions,
  refreshTokenTable,
  type SessionsOptions,
  sessionsCheck,
} from './session-options.js';

/** What `claims` is told about the question. */
export interface ClaimsInfo {
  /** `request`: before a code is mailed. `login`: the code was right. `refresh`: a refresh token is in order. */
  readonly phase: 'request' | 'login' | 'refresh';
  /** The caller's address; null where it is not known. */
  readonly ip: string | null;
  /** The claims of the refresh token, when one is refreshed. */
  readonly claims?: TokenClaims;
}

type MaybePromise<Value> = Value | Promise<Value>;

/**
 * Says who may log in, and what stands in their tokens. The answer is plain JSON and is copied; properties that are
 * undefined are left out. At login and at refresh a `TypeError` names a claim that is something else (a `Date`, a `Set`,
 * an object of a class), or says that the claims are too many for a token of 8,000 characters.
 */
export type ClaimsOption<Extra extends object> = (
  identity: string,
  info: ClaimsInfo,
) => MaybePromise<Extra | null | undefined | false | 0 | ''>;

/**
 * Options of `createEmailAuth`. Times are seconds. They are copied when the service is made: what happens to them later
 * changes nothing.
 */
export interface EmailAuthOptions<Extra extends object = object> {
  /**
   * Where all state lives: a Keyv in memory, or one over Redis or Valkey, which is exact over any number of
   * processes. Default: `new Keyv()`.
   */
  readonly cache?: Keyv;
  /** Prefix of every key in the cache. Default: `'email-auth'`. */
  readonly namespace?: string;
  /** Seconds that one step of the cache may take; past it: `SERVICE_UNAVAILABLE`. Default: 2. */
  readonly storeTimeout?: number;
  /** Your word that no other process writes to a cache that is neither in memory nor a Redis. Default: `false`. */
  readonly singleProcess?: boolean;
  /**
   * One private key or a list: the first signs, all verify. PKCS#8 PEM (a `|` may stand for a line break) or JWK.
   * Default: the variable `EMAIL_AUTH_SIGNING_KEY`; without it a key is made at start, except in production.
   */
  readonly signingKey?: SigningKeyInput | readonly SigningKeyInput[] | undefined;
  /** Access tokens. */
  readonly accessToken?: AccessTokenOptions;
  /** Refresh tokens and sessions. */
  readonly refreshToken?: RefreshTokenOptions;
  /** Whether sessions are kept, and how many: a mode alone, or with more. Default: `{ mode: 'stored', max: 100 }`. */
  readonly sessions?: 'stored' | 'stateless' | SessionsOptions;
  /**
   * Names of claims that every access token has. A token without one of them is refused as `invalid`, so that its client
   * refreshes: name a claim here when you begin to add it, and no resolver meets tokens from before. Where `claims` leaves
   * one out, nobody gets tokens, and the operator is told. Default: none.
   */
  readonly expectedClaims?: readonly NoInfer<keyof Extra & string>[];
  /** Names of claims that `updateClaims` may change. Default: none. */
  readonly updatableClaims?: readonly string[];
  /** Claims and header of all tokens. */
  readonly jwt?: JwtOptions;
  /** Login codes. */
  readonly loginCode?: LoginCodeOptions;
  /** What stops guessing and flooding. */
  readonly limits?: LimitsOptions;
  /**
   * Who may log in, and the claims of their access tokens; null or undefined: not allowed in. Asked before a code is
   * mailed, at login and at refresh. Default: everybody, no further claims.
   */
  readonly claims?: ClaimsOption<Extra>;
  /** Brings codes to their users. Default: prints them to the terminal, except in production. */
  readonly delivery?: Delivery | DeliveryOptions;
  /** Another identity than an e-mail address. */
  readonly identity?: IdentityOptions;
  /** Other sentences for refusals, per code. */
  readonly messages?: Partial<Record<AuthErrorCode, string>>;
  /** Whether refusals set the HTTP status for `application/graphql-response+json`. Default: `false`. */
  readonly httpStatus?: boolean;
  /** Told what happens. Then the terminal is told of nothing but mistakes at start. */
  readonly onEvent?: EventListener;
  /**
   * Told in sentences what an operator must know: mail that fails, a cache that is away, a `claims` that fails or
   * answers nonsense; once a minute and kind at most. Warnings at start go there too. `console`, pino and winston fit.
   * Default: the terminal, unless there is `onEvent`.
   */
  readonly logger?: Logger;
  /**
   * Milliseconds since 1970, for tests: everything that knows time follows it. Asked once at start, and refused where it
   * answers with seconds or anything else. Default: the machine's clock.
   */
  readonly clock?: Clock;
}

const looksLikeKeyv = (value: unknown): boolean => {
  const keyv = value as Partial<Keyv> | null;
  return typeof keyv?.get === 'function' && typeof keyv.set === 'function' && typeof keyv.on === 'function';
};

const isKeyv: Check = (value, option) => {
  if (!reading(option, () => looksLikeKeyv(value))) {
    throw new TypeError(`${option} must be a Keyv, such as new Keyv()`);
  }
};

const keys = list(() => {}, 'keys', { min: 0, max: 100 });

/** The `messages` option, row by row. */
export const messagesTable = mapValues(refusals, ({ message }) => ({ check: text, default: message }));

const noNames: readonly never[] = Object.freeze([]);
const claimNames = { check: list(isFreeClaim, 'names of claims', { min: 0, max: 10 }), default: noNames };

/** The options of `createEmailAuth`, row by row. */
export const emailAuthTable = {
  // In memory.
  cache: { check: isKeyv, default: undefined },
  namespace: {
    check: matching(/^[\w.-]{1,64}$/, 'up to 64 letters, digits, dots, hyphens or underscores'),
    default: 'email-auth',
  },
  storeTimeout: { check: seconds(0.01, 60), default: 2 },
  singleProcess: { check: boolean, default: false },
  // The variable, else a key of this process; what is wrong with a key, parseSigningKey says.
  signingKey: {
    check: (value, option) => (Array.isArray(value) ? keys(value, option) : undefined),
    default: undefined,
  },
  accessToken: recordRow<AccessTokenOptions>(accessTokenTable),
  refreshToken: recordRow<RefreshTokenOptions>(refreshTokenTable),
  sessions: { check: sessionsCheck, default: none },
  expectedClaims: claimNames,
  updatableClaims: claimNames,
  jwt: recordRow<JwtOptions>(jwtTable),
  loginCode: recordRow<LoginCodeOptions>(loginCodeTable),
  limits: recordRow<LimitsOptions>(limitsTable),
  claims: { check: callable, default: () => ({}) },
  // The terminal, except in production.
  delivery: { check: deliveryCheck, default: undefined },
  identity: recordRow<IdentityOptions>(identityTable),
  messages: recordRow<Record<AuthErrorCode, string>>(messagesTable),
  httpStatus: { check: boolean, default: false },
  onEvent: { check: callable, default: undefined },
  // The terminal, unless there is `onEvent`.
  logger: { check: isLogger, default: undefined },
  clock: { check: callable, default: undefined },
} satisfies OptionTable<EmailAuthOptions>;
