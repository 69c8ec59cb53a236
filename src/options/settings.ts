import type { Clock } from '../core/clock.js';
import type { AuthErrorCode } from '../core/errors.js';
import { type Logger, loggerOf } from '../core/logger.js';
import { checksOf, type Filled, fillIn } from '../core/option-table.js';
import { checkRecord } from '../core/validate.js';
import type { Limits } from '../limit/limits.js';
import type { JwtSettings } from '../token/jwt-options.js';
import { type EmailAuthOptions, emailAuthTable, messagesTable } from './email-auth-options.js';
import { readClock } from './read-clock.js';
import { type DeliverySettings, readDelivery } from './read-delivery.js';
import { type IdentitySettings, readIdentity } from './read-identity.js';
import { readJwt, refuseFarFuture } from './read-jwt.js';
import { readLimits } from './read-limits.js';
import { type LoginCodeSettings, readLoginCode } from './read-login-code.js';
import { readSessions, type SessionSettings } from './read-sessions.js';
import { readSigningKeys, type SigningKeys } from './read-signing-keys.js';

type FilledOptions<Extra extends object> = Filled<EmailAuthOptions<Extra>, typeof emailAuthTable>;

/** What is made of the options that are more than a value. */
interface Made extends SessionSettings, LoginCodeSettings {
  readonly signingKeys: SigningKeys;
  readonly expectedClaims: readonly string[];
  readonly jwt: JwtSettings;
  readonly limits: Limits;
  readonly delivery: DeliverySettings;
  readonly identity: IdentitySettings;
  readonly messages: Readonly<Record<AuthErrorCode, string>>;
  /** The host's own, or the terminal. */
  readonly logger: Logger;
  readonly hasLogger: boolean;
  readonly clock: Clock;
}

/** The options, validated, with every default filled in. Times are seconds. */
export interface Settings<Extra extends object = object>
  extends Omit<FilledOptions<Extra>, 'signingKey' | keyof Made>,
    Made {}

/**
 * Validates the options once and fills in the defaults.
 *
 * @throws {TypeError} naming the option
 */
export const readOptions = <Extra extends object>(given: EmailAuthOptions<Extra>): Settings<Extra> => {
  const checked = checkRecord<EmailAuthOptions<Extra>>(given, 'options', checksOf(emailAuthTable));
  const { signingKey, ...options } = fillIn(emailAuthTable, checked);
  const logger = loggerOf(options.logger);
  const sessions = readSessions(options);
  const clock = readClock(options.clock);
  refuseFarFuture(clock, sessions);
  return Object.freeze({
    ...options,
    signingKeys: readSigningKeys(signingKey, options.jwt, logger),
    ...sessions,
    jwt: readJwt(options.jwt, sessions),
    ...readLoginCode(options.loginCode),
    limits: readLimits(options.limits),
    delivery: readDelivery(options.delivery, checked.claims !== undefined),
    identity: readIdentity(options.identity),
    messages: fillIn(messagesTable, options.messages),
    logger,
    hasLogger: options.logger !== undefined,
    clock,
  });
};
