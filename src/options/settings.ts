import type Keyv from 'keyv';
import { type Clock, systemClock } from '../core/clock.js';
import { createTerminalDelivery, type Delivery, type DeliveryOptions } from '../core/delivery.js';
import { type AuthErrorCode, defaultMessages } from '../core/errors.js';
import type { EventListener } from '../core/events.js';
import { type IdentityOptions, parseEmail } from '../core/identity.js';
import { generateSigningKey, parseSigningKey, type SigningKey } from '../core/keyring.js';
import { defaultLimits, type Limits, type LimitsOptions } from '../core/limits.js';
import { generateDigits, type LoginCodeOptions } from '../core/login-code.js';
import { terminal } from '../core/terminal.js';
import type { JwtOptions } from '../core/token.js';
import { checkOptions } from './check-options.js';
import type {
  AccessTokenOptions,
  ClaimsOption,
  EmailAuthOptions,
  RefreshTokenOptions,
} from './email-auth-options.js';

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
  readonly sessions: 'stored' | 'stateless';
  readonly updatableClaims: readonly string[];
  readonly jwt: JwtOptions;
  readonly loginCode: Required<LoginCodeOptions>;
  readonly limits: Limits;
  readonly claims: ClaimsOption<Extra>;
  readonly delivery: Required<DeliveryOptions>;
  readonly identity: Required<IdentityOptions>;
  readonly messages: Readonly<Record<AuthErrorCode, string>>;
  readonly httpStatus: boolean;
  readonly onEvent: EventListener | undefined;
  readonly clock: Clock;
}

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

const defaultSend = (): Delivery => {
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

const readDelivery = <Extra extends object>({
  delivery,
  claims,
}: EmailAuthOptions<Extra>): Required<DeliveryOptions> => {
  const options = typeof delivery === 'function' ? { send: delivery } : (delivery ?? { send: defaultSend() });
  const defaults = { mode: 'background', concurrency: 5, queue: 1000, attempts: 3, timeout: 30 } as const;
  const settings = withDefaults<Required<DeliveryOptions>>({ ...defaults, send: options.send }, options);
  if (settings.mode === 'await' && claims) {
    throw new TypeError(
      "delivery.mode cannot be 'await' where there is a claims option: the time of the answer, and a mail that " +
        'fails, would tell which addresses are known',
    );
  }
  return settings;
};

const refuse = (wrong: boolean, message: string): void => {
  if (wrong) throw new TypeError(message);
};

const readSessions = <Extra extends object>({
  sessions = 'stored',
  accessToken,
  refreshToken,
  updatableClaims = [],
}: EmailAuthOptions<Extra>): Pick<Settings, 'sessions' | 'accessToken' | 'refreshToken'> => {
  const stored = sessions === 'stored';
  const nothing = "where sessions is 'stateless': nothing is kept that could tell";
  refuse(!stored && accessToken?.checkSession === true, `accessToken.checkSession cannot be true ${nothing}`);
  refuse(!stored && refreshToken?.rotate === true, `refreshToken.rotate cannot be true ${nothing}`);
  refuse(!stored && updatableClaims.length > 0, `updatableClaims cannot be given ${nothing}`);
  const refresh = withDefaults<Required<RefreshTokenOptions>>(
    { lifetime: 1_209_600, rotate: stored, reuseGrace: 10, sliding: false, maxLifetime: 0 },
    refreshToken,
  );
  refuse(refresh.sliding && !refresh.rotate, 'refreshToken.sliding needs refreshToken.rotate');
  refuse(
    refresh.sliding !== refresh.maxLifetime > 0,
    'refreshToken.sliding and refreshToken.maxLifetime need each other',
  );
  refuse(
    refresh.sliding && refresh.maxLifetime < refresh.lifetime,
    'refreshToken.maxLifetime must be at least refreshToken.lifetime',
  );
  return {
    sessions,
    accessToken: withDefaults({ lifetime: 300, checkSession: stored }, accessToken),
    refreshToken: refresh,
  };
};

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
    ...readSessions(options),
    updatableClaims: options.updatableClaims ?? [],
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
    delivery: readDelivery(options),
    identity: withDefaults({ argument: 'email', parse: parseEmail }, options.identity),
    messages: withDefaults(defaultMessages, options.messages),
    httpStatus: options.httpStatus ?? false,
    onEvent: options.onEvent,
    clock: options.clock ?? systemClock,
  });
};
