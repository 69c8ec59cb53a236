import type Keyv from 'keyv';
import { type IdentityOptions, identityTable } from '../code/identity.js';
import { type LoginCodeOptions, loginCodeTable } from '../code/login-code.js';
import { type CookieOptions, cookieTable, type Transport } from '../cookie/cookie-options.js';
import type { Clock } from '../core/clock.js';
import type { EventListener } from '../core/events.js';
import { isLogger, type Logger } from '../core/logger.js';
import { none, type OptionTable, recordRow } from '../core/option-table.js';
import { boolean, callable, list, matching, oneOf, seconds } from '../core/validate.js';
import { type Delivery, type DeliveryOptions, deliveryCheck } from '../delivery/delivery.js';
import { type LimitsOptions, limitsTable } from '../limit/limits.js';
import { type MailOptions, mailTable } from '../mail/mail-options.js';
import { isFreeClaim } from '../token/claims.js';
import { type JwtOptions, jwtTable } from '../token/jwt-options.js';
import type { SigningKeyInput } from '../token/keys/parse-signing-keys.js';
import { cacheCheck } from './cache-check.js';
import type { ClaimsOption } from './claims-option.js';
import type { GuardOption } from './guard-option.js';
import { type MessagesOption, messagesCheck } from './read-messages.js';
import { type ReviewAccountOptions, reviewAccountsCheck } from './review-accounts-option.js';
import {
  type AccessTokenOptions,
  accessTokenTable,
  type RefreshTokenOptions,
  refreshTokenTable,
  type SessionsOptions,
  sessionsCheck,
} from './session-options.js';

/** One key, or a list of them. */
type SigningKeysInput = SigningKeyInput | readonly SigningKeyInput[];

/**
 * Options of `createEmailAuth`. Times are seconds. They are copied when the service is made: what happens to them later
 * changes nothing.
 */
export interface EmailAuthOptions<Extra extends object = object, Args extends object = object> {
  /**
   * Where all state lives: a Keyv over Redis or Valkey, which is exact over any number of processes, or one in memory.
   * Default: a Map in the memory of this process, which nobody else sees and which ends with it.
   */
  readonly cache?: Keyv;
  /** Prefix of every key in the cache. Default: `'email-auth'`. */
  readonly namespace?: string;
  /** Seconds that one step of the cache may take; past it: `SERVICE_UNAVAILABLE`. Default: 2. */
  readonly storeTimeout?: number;
  /** Your word that no other process writes to a cache that is neither in memory nor a Redis. Default: `false`. */
  readonly singleProcess?: boolean;
  /**
   * One private key or a list: the first signs, all verify. PEM, JWK, `CryptoKey` and more: see `SigningKeyInput`. A
   * function is asked once, when a key is first needed, and again after it has failed; `check()` asks it too.
   * Default: the variable `EMAIL_AUTH_SIGNING_KEY`; without it a key is made at start, except in production.
   */
  readonly signingKey?: SigningKeysInput | (() => SigningKeysInput | Promise<SigningKeysInput>) | undefined;
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
  /**
   * How tokens travel: `'bearer'` in the body and in the header `Authorization`; `'cookie'` in cookies that no script can
   * read; `'either'` as each request asks for: with the header `x-email-auth: cookie`, in cookies. Default: `'bearer'`.
   */
  readonly transport?: Transport;
  /** The cookies, where tokens travel in them. */
  readonly cookies?: CookieOptions;
  /** Login codes. */
  readonly loginCode?: LoginCodeOptions;
  /**
   * Addresses of app reviewers and end-to-end tests: no mail, and a fixed code until a date. At most 20. Default: none.
   *
   * @example
   * reviewAccounts: [{ identity: 'review@example.com', code: process.env.REVIEW_CODE ?? '', until: '2030-01-31' }],
   */
  readonly reviewAccounts?: readonly ReviewAccountOptions[];
  /** What stops guessing and flooding. */
  readonly limits?: LimitsOptions;
  /**
   * Lets a request for a code or a login pass, or refuses it, before anything is looked up: a captcha, an invitation, a list
   * of domains. It costs one more round trip to the cache. Annotate its parameter with `LoginAttempt<Args>` to type the
   * arguments that your schema adds. Default: everybody passes.
   *
   * @example
   * guard: async ({ args, ip, pressure }: LoginAttempt<{ captcha?: string | null }>) => {
   *   if ((await pressure()) < 0.5) return;
   *   if (!(await isSolved(args.captcha, ip))) throw new AuthError('REQUEST_REFUSED', { reason: 'captcha' });
   * },
   */
  readonly guard?: GuardOption<Args>;
  /**
   * Who may log in, and the claims of their access tokens; null or undefined: not allowed in. Asked before a code is
   * mailed, at login and at refresh. Default: everybody, no further claims.
   */
  readonly claims?: ClaimsOption<Extra, Args>;
  /** Brings codes to their users. Default: prints them to the terminal, except in production. */
  readonly delivery?: Delivery<Args> | DeliveryOptions<Args>;
  /** What the mails look like, and in which languages they are. */
  readonly mail?: MailOptions<Args>;
  /** Another identity than an e-mail address. */
  readonly identity?: IdentityOptions;
  /**
   * Other sentences for refusals: per code, or a function that says one in a language. `localizedMessages` has all of them
   * in 25 languages. Default: English.
   */
  readonly messages?: MessagesOption;
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

const keys = list(() => {}, 'keys', { min: 0, max: 100 });

const noNames: readonly never[] = Object.freeze([]);
const noAccounts: readonly ReviewAccountOptions[] = noNames;
const claimNames = { check: list(isFreeClaim, 'names of claims', { min: 0, max: 10 }), default: noNames };

/** The options of `createEmailAuth`, row by row. */
export const emailAuthTable = {
  // In memory.
  cache: { check: cacheCheck, default: undefined },
  namespace: {
    check: matching(/^[\w.-]{1,64}$/, 'up to 64 letters, digits, dots, hyphens or underscores'),
    default: 'email-auth',
  },
  storeTimeout: { check: seconds(0.01, 60), default: 2 },
  singleProcess: { check: boolean, default: false },
  // The variable, else a key of this process; what is wrong with a key, parseSigningKeys says.
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
  transport: { check: oneOf('bearer', 'cookie', 'either'), default: 'bearer' },
  cookies: recordRow<CookieOptions>(cookieTable),
  loginCode: recordRow<LoginCodeOptions>(loginCodeTable),
  reviewAccounts: { check: reviewAccountsCheck, default: noAccounts },
  limits: recordRow<LimitsOptions>(limitsTable),
  guard: { check: callable, default: undefined },
  claims: { check: callable, default: () => ({}) },
  // The terminal, except in production.
  delivery: { check: deliveryCheck, default: undefined },
  mail: recordRow<MailOptions>(mailTable),
  identity: recordRow<IdentityOptions>(identityTable),
  messages: { check: messagesCheck, default: none },
  httpStatus: { check: boolean, default: false },
  onEvent: { check: callable, default: undefined },
  // The terminal, unless there is `onEvent`.
  logger: { check: isLogger, default: undefined },
  clock: { check: callable, default: undefined },
} satisfies OptionTable<EmailAuthOptions>;
