import type Keyv from 'keyv';
import { type Clock, systemClock } from '../core/clock.js';
import type { DeliveryOptions } from '../core/delivery.js';
import { type AuthErrorCode, defaultMessages } from '../core/errors.js';
import type { EventListener } from '../core/events.js';
import type { IdentityOptions } from '../core/identity.js';
import { defaultLimits, type Limits, type LimitsOptions } from '../core/limits.js';
import { generateDigits, type LoginCodeOptions } from '../core/login-code.js';
import { generateSigningKey, parseSigningKey, type SigningKey } from '../core/signing-key.js';
import { terminal } from '../core/terminal.js';
import type { JwtOptions } from '../core/token.js';
import { checkOptions } from './check-options.js';
import type { ClaimsOption, EmailAuthOptions } from './email-auth-options.js';
import { inProduction } from './in-production.js';
import { readDelivery } from './read-delivery.js';
import { readIdentity } from './read-identity.js';
import { readJwt, readKeyNames, refuseFarFuture } from './read-jwt.js';
import { readSessions, type SessionSettings } from './read-sessions.js';
import { withDefaults } from './with-defaults.js';

/** The options, validated, with every default filled in. */
export interface Settings<Extra extends object = object> extends SessionSettings {
  readonly cache: Keyv | undefined;
  readonly namespace: string;
  /** Milliseconds. */
  readonly storeTimeout: number;
  readonly singleProcess: boolean;
  readonly signingKeys: readonly [SigningKey, ...SigningKey[]];
  readonly updatableClaims: readonly string[];
  readonly jwt: JwtOptions;
  readonly loginCode: Required<LoginCodeOptions>;
  /** How many digits every short code has; 0 where `loginCode.generate` makes them. */
  readonly shortCodeDigits: number;
  readonly limits: Limits;
  readonly claims: ClaimsOption<Extra>;
  readonly delivery: Required<DeliveryOptions>;
  readonly identity: Required<IdentityOptions>;
  readonly messages: Readonly<Record<AuthErrorCode, string>>;
  readonly httpStatus: boolean;
  readonly onEvent: EventListener | undefined;
  readonly clock: Clock;
}

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
  const sessions = readSessions(options);
  const clock = options.clock ?? systemClock;
  refuseFarFuture(clock, sessions);
  return Object.freeze({
    cache: options.cache,
    namespace: options.namespace ?? 'email-auth',
    storeTimeout: (options.storeTimeout ?? 2) * 1000,
    singleProcess: options.singleProcess ?? false,
    signingKeys: readKeyNames(readSigningKeys(options.signingKey), options.jwt),
    ...sessions,
    updatableClaims: options.updatableClaims ?? [],
    jwt: readJwt(options.jwt, sessions),
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
    shortCodeDigits: options.loginCode?.generate ? 0 : length,
    identity: readIdentity(options.identity),
    messages: withDefaults(defaultMessages, options.messages),
    httpStatus: options.httpStatus ?? false,
    onEvent: options.onEvent,
    clock,
  });
};
