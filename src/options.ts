import type Keyv from 'keyv';
import { type Clock, systemClock } from './core/clock.js';
import { createTerminalDelivery, type Delivery } from './core/delivery.js';
import { type AuthErrorCode, defaultMessages } from './core/errors.js';
import type { EventListener } from './core/events.js';
import { type IdentityOptions, parseEmail } from './core/identity.js';
import {
  generateSigningKey,
  parseSigningKey,
  type SigningKey,
  type SigningKeyInput,
} from './core/keyring.js';
import { defaultLimits, type LimitOptions, type Limits, type LimitsOptions } from './core/limits.js';
import { generateDigits, type LoginCodeOptions } from './core/login-code.js';
import { terminal } from './core/terminal.js';
import type { JwtOptions } from './core/token.js';
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
} from './core/validate.js';

/** What `claims` is told about the question. */
export interface ClaimsInfo {
  /** `request`: before a code is mailed. `login`: the code was right. `refresh`: a refresh token is in order. */
  readonly phase: 'request' | 'login' | 'refresh';
  /** The caller's address; null where it is not known. */
  readonly ip: string | null;
}

type MaybePromise<Value> = Value | Promise<Value>;

/** Says who may log in, and what stands in their tokens. */
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
  /** Seconds for which the token just replaced still gets the same successor. Default: 10. */
  readonly reuseGrace?: number;
}

/** Options of `createEmailAuth`. Times are seconds. */
export interface EmailAuthOptions<Extra extends object = object> {
  /** Where all state lives. Its `throwOnErrors` is turned on. Default: `new Keyv()`, in memory. */
  readonly cache?: Keyv;
  /** Prefix of every key in the cache. Default: `'email-auth'`. */
  readonly namespace?: string;
  /** Seconds that one step of the cache may take; past it: `SERVICE_UNAVAILABLE`. Default: 2. */
  readonly storeTimeout?: number;
  /** Your word that no other process writes to a cache that is not in memory. Default: `false`. */
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
  readonly delivery?: Delivery;
  /** Another identity than an e-mail address. */
  readonly identity?: IdentityOptions;
  /** Other sentences for refusals, per code. */
  readonly messages?: Partial<Record<AuthErrorCode, string>>;
  /** Whether refusals set the HTTP status for `application/graphql-response+json`. Default: `false`. */
  readonly httpStatus?: boolean;
  /** Told what happens. */
  readonly onEvent?: EventListener;
  /** Milliseconds since 1970, for tests: everything that knows time follows it. Default: the machine's clock. */
  readonly clock?: Clock;
}

/** The options, validated, with every default filled in. */
export interface Settings<Extra extends object = object> {
  readonly cache: Keyv | undefined;
  readonly namespace: string;
  /** Milliseconds. */
  readonly storeTimeout: number;
  readonly singleProcess: boolean;
  readonly signingKeys: readonly [SigningKey, ...SigningKey[]];
  readonly accessToken: Required<AccessTokenOptions>;
  readonly refreshToken: Required<RefreshTokenOptions>;
  readonly jwt: JwtOptions;
  readonly loginCode: Required<LoginCodeOptions>;
  readonly limits: Limits;
  readonly claims: ClaimsOption<Extra>;
  readonly delivery: Delivery;
  readonly identity: Required<IdentityOptions>;
  readonly messages: Readonly<Record<AuthErrorCode, string>>;
  readonly httpStatus: boolean;
  readonly onEvent: EventListener | undefined;
  readonly clock: Clock;
}

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
  const taken = ['alg', 'kid', 'typ', 'crit'].find((name) => Object.hasOwn(value, name));
  if (taken) throw new TypeError(`${option}.${taken} cannot be set: the library sets or forbids it`);
};

const numberOrBoolean: Check = (value, option) => {
  if (typeof value !== 'boolean') seconds(0, year)(value, option);
};

const textOrList: Check = (value, option) => {
  for (const [index, entry] of [value].flat().entries()) {
    text(entry, Array.isArray(value) ? `${option}[${index}]` : option);
  }
};

const message: Check = text;

const checkOptions = (options: unknown): void =>
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
    }),
    jwt: record<JwtOptions>({
      issuer: text,
      audience: textOrList,
      leeway: seconds(0, 300),
      notBefore: numberOrBoolean,
      header: freeHeader,
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
    delivery: callable,
    identity: record<IdentityOptions>({
      argument: matching(
        /^(?!__|code$|challenge$)[_A-Za-z]\w*$/,
        'a GraphQL name other than code and challenge',
      ),
      parse: callable,
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

const inProduction = (): boolean => process.env.NODE_ENV === 'production';

const readSigningKeys = (option: EmailAuthOptions['signingKey']): readonly [SigningKey, ...SigningKey[]] => {
  const variable = process.env.EMAIL_AUTH_SIGNING_KEY;
  const given = option === undefined ? variable || undefined : option;
  const name = option === undefined ? 'EMAIL_AUTH_SIGNING_KEY' : 'signingKey';
  if (Array.isArray(given)) {
    const [first, ...rest] = given.map((key, index) => parseSigningKey(key, `${name}[${index}]`));
    if (!first) throw new TypeError(`${name} must hold at least one key`);
    return [first, ...rest];
  }
  if (given !== undefined) return [parseSigningKey(given, name)];
  if (inProduction()) {
    throw new TypeError(
      'signingKey is missing: in production, give a private key, or set the variable EMAIL_AUTH_SIGNING_KEY. ' +
        'Make one with: openssl genpkey -algorithm ed25519',
    );
  }
  terminal.warn('No signingKey: one was made for this process. All tokens end with it.');
  return [generateSigningKey()];
};

const readDelivery = (option: Delivery | undefined): Delivery => {
  if (option) return option;
  if (inProduction()) {
    throw new TypeError('delivery is missing: in production, codes are not printed to the terminal');
  }
  return createTerminalDelivery(terminal);
};

// An option that is there but undefined is absent.
const withDefaults = <Defaults extends object>(
  defaults: Defaults,
  given: { readonly [Key in keyof Defaults]?: Defaults[Key] | undefined } = {},
): Defaults => ({
  ...defaults,
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
});

const readLimits = ({ perRequest, ...limits }: LimitsOptions = {}): Limits => ({
  ...withDefaults(defaultLimits, limits as Partial<Limits>),
  perRequest: perRequest === false ? false : withDefaults({ login: 1, requestLoginCode: 1 }, perRequest),
});

/**
 * Validates the options once and fills in the defaults.
 *
 * @throws {TypeError} naming the option
 */
export const readOptions = <Extra extends object>(options: EmailAuthOptions<Extra>): Settings<Extra> => {
  checkOptions(options);
  const length = options.loginCode?.length ?? 6;
  return Object.freeze({
    cache: options.cache,
    namespace: options.namespace ?? 'email-auth',
    storeTimeout: (options.storeTimeout ?? 2) * 1000,
    singleProcess: options.singleProcess ?? false,
    signingKeys: readSigningKeys(options.signingKey),
    accessToken: withDefaults({ lifetime: 300, checkSession: true }, options.accessToken),
    refreshToken: withDefaults({ lifetime: 1_209_600, rotate: true, reuseGrace: 10 }, options.refreshToken),
    jwt: options.jwt ?? {},
    loginCode: withDefaults<Required<LoginCodeOptions>>(
      {
        length,
        lifetime: 300,
        attempts: 5,
        resendAfter: 60,
        binding: 'optional',
        generate: () => generateDigits(length),
      },
      options.loginCode,
    ),
    limits: readLimits(options.limits),
    // Without the option there are no further claims, which is what `object` says.
    claims: options.claims ?? (() => ({}) as Extra),
    delivery: readDelivery(options.delivery),
    identity: withDefaults({ argument: 'email', parse: parseEmail }, options.identity),
    messages: withDefaults(defaultMessages, options.messages),
    httpStatus: options.httpStatus ?? false,
    onEvent: options.onEvent,
    clock: options.clock ?? systemClock,
  });
};
