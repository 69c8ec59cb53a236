import type Keyv from 'keyv';
import type { IdentityOptions } from '../code/identity.js';
import type { LoginCodeOptions } from '../code/login-code.js';
import type { Clock } from '../core/clock.js';
import type { AuthErrorCode } from '../core/errors.js';
import type { EventListener } from '../core/events.js';
import type { Logger } from '../core/logger.js';
import type { Delivery, DeliveryOptions } from '../delivery/delivery.js';
import type { LimitsOptions } from '../limit/limits.js';
import type { TokenClaims } from '../token/auth-state.js';
import type { SigningKeyInput } from '../token/signing-key.js';
import type { JwtOptions } from '../token/token.js';

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

/** The `accessToken` option. */
export interface AccessTokenOptions {
  /** Seconds. Default: 300 (5 minutes). */
  readonly lifetime?: number;
  /** Whether the session must still be alive: a logout then ends its access tokens at once. Default: `true`. */
  readonly checkSession?: boolean;
}

/** The `refreshToken` option. */
export interface RefreshTokenOptions {
  /** Seconds from the login to the end of the session. Default: 1,209,600 (14 days). */
  readonly lifetime?: number;
  /** Whether every refresh replaces the refresh token, so that a stolen one is noticed. Default: `true`. */
  readonly rotate?: boolean;
  /**
   * Seconds for which the token just replaced still gets the same successor. After that it gets a new one, as long as
   * nobody has used the old: its answer was lost. Default: 10.
   */
  readonly reuseGrace?: number;
  /** Whether every rotation moves the end of the session to `lifetime` from then. Needs `maxLifetime`. Default: `false`. */
  readonly sliding?: boolean;
  /** Seconds from the login to the absolute end of a sliding session. */
  readonly maxLifetime?: number;
}

/** The `sessions` option, where more is to be said than whether they are kept. */
export interface SessionsOptions {
  /**
   * `stored`: sessions stand in the cache, so they can be listed and ended. `stateless`: nothing about them is kept, and
   * tokens are valid by signature and dates alone: no logout before their time, no rotation, no list. Default: `'stored'`.
   */
  readonly mode?: 'stored' | 'stateless';
  /** Live sessions that an identity may have, 1 to 1000. One more login ends the oldest. Default: 100. */
  readonly max?: number;
}

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
