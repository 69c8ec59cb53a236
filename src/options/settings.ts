import type Keyv from 'keyv';
import type { IdentityOptions } from '../code/identity.js';
import type { Clock } from '../core/clock.js';
import { type AuthErrorCode, defaultMessages } from '../core/errors.js';
import type { EventListener } from '../core/events.js';
import { inProduction } from '../core/in-production.js';
import { type Logger, loggerOf } from '../core/logger.js';
import type { DeliveryOptions } from '../delivery/delivery.js';
import type { Limits } from '../limit/limits.js';
import { generateSigningKey, keyMaterial, parseSigningKey, type SigningKey } from '../token/signing-key.js';
import type { JwtOptions } from '../token/token.js';
import { checkOptions } from './check-options.js';
import type { ClaimsOption, EmailAuthOptions } from './email-auth-options.js';
import { readClock } from './read-clock.js';
import { readDelivery } from './read-delivery.js';
import { readIdentity } from './read-identity.js';
import { readJwt, readKeyNames, refuseFarFuture } from './read-jwt.js';
import { readLimits } from './read-limits.js';
import { type LoginCodeSettings, readLoginCode } from './read-login-code.js';
import { readSessions, type SessionSettings } from './read-sessions.js';
import { withDefaults } from './with-defaults.js';

/** The options, validated, with every default filled in. */
export interface Settings<Extra extends object = object> extends SessionSettings, LoginCodeSettings {
  readonly cache: Keyv | undefined;
  readonly namespace: string;
  /** Milliseconds. */
  readonly storeTimeout: number;
  readonly singleProcess: boolean;
  readonly signingKeys: readonly [SigningKey, ...SigningKey[]];
  readonly updatableClaims: readonly string[];
  readonly jwt: JwtOptions;
  readonly limits: Limits;
  readonly claims: ClaimsOption<Extra>;
  readonly delivery: Required<DeliveryOptions>;
  readonly identity: Required<IdentityOptions>;
  readonly messages: Readonly<Record<AuthErrorCode, string>>;
  readonly httpStatus: boolean;
  readonly onEvent: EventListener | undefined;
  /** The host's own, or the terminal. */
  readonly logger: Logger;
  readonly hasLogger: boolean;
  readonly clock: Clock;
}

/** The same key in another spelling too. Whoever has rotated believes that a new key signs. */
const refuseTwins = (keys: readonly SigningKey[], name: string): void => {
  // Not KeyObject.equals: of keys of two kinds it leaves an error in OpenSSL, and the next key cannot be read (Node 20).
  const materials = keys.map(keyMaterial);
  for (const [index, material] of materials.entries()) {
    const first = materials.findIndex((other) => other.equals(material));
    if (first < index) throw new TypeError(`${name}[${index}] is the same key as ${name}[${first}]`);
  }
};

const readSigningKeys = (
  option: EmailAuthOptions['signingKey'],
  logger: Logger,
): readonly [SigningKey, ...SigningKey[]] => {
  const variable = process.env.EMAIL_AUTH_SIGNING_KEY;
  const given = option === undefined ? variable || undefined : option;
  const name = option === undefined ? 'EMAIL_AUTH_SIGNING_KEY' : 'signingKey';
  if (Array.isArray(given)) {
    const [first, ...rest] = given.map((key, index) => parseSigningKey(key, `${name}[${index}]`));
    if (!first) throw new TypeError(`${name} must hold at least one key`);
    refuseTwins([first, ...rest], name);
    return [first, ...rest];
  }
  if (given !== undefined) return [parseSigningKey(given, name)];
  if (inProduction()) {
    throw new TypeError(
      'signingKey is missing: in production, give a private key, or set the variable EMAIL_AUTH_SIGNING_KEY. ' +
        'Make one with: openssl genpkey -algorithm ed25519',
    );
  }
  logger.warn('No signingKey: one was made for this process. All tokens end with it.');
  return [generateSigningKey()];
};

/**
 * Validates the options once and fills in the defaults.
 *
 * @throws {TypeError} naming the option
 */
export const readOptions = <Extra extends object>(given: EmailAuthOptions<Extra>): Settings<Extra> => {
  const options = checkOptions<Extra>(given);
  const logger = loggerOf(options.logger);
  const sessions = readSessions(options);
  const clock = readClock(options.clock);
  refuseFarFuture(clock, sessions);
  return Object.freeze({
    cache: options.cache,
    namespace: options.namespace ?? 'email-auth',
    storeTimeout: (options.storeTimeout ?? 2) * 1000,
    singleProcess: options.singleProcess ?? false,
    signingKeys: readKeyNames(readSigningKeys(options.signingKey, logger), options.jwt),
    ...sessions,
    updatableClaims: options.updatableClaims ?? [],
    jwt: readJwt(options.jwt, sessions),
    ...readLoginCode(options.loginCode),
    limits: readLimits(options.limits),
    // Without the option there are no further claims, which is what `object` says.
    claims: options.claims ?? (() => ({}) as Extra),
    delivery: readDelivery(options),
    identity: readIdentity(options.identity),
    messages: withDefaults(defaultMessages, options.messages),
    httpStatus: options.httpStatus ?? false,
    onEvent: options.onEvent,
    logger,
    hasLogger: options.logger !== undefined,
    clock,
  });
};
