import { type CookieSettings, readCookieSettings } from '../cookie/cookie-settings.js';
import type { Clock } from '../core/clock.js';
import { type Logger, loggerOf } from '../core/logger.js';
import { checksOf, type Filled, fillIn } from '../core/option-table.js';
import { checkRecord } from '../core/validate.js';
import type { Limits } from '../limit/limits.js';
import { type MailSettings, readMail } from '../mail/read-mail.js';
import type { MessageFor } from '../token/auth-state.js';
import type { JwtSettings } from '../token/jwt-options.js';
import { type EmailAuthOptions, emailAuthTable } from './email-auth-options.js';
import { readClock } from './read-clock.js';
import { type DeliverySettings, readDelivery, requireNotify } from './read-delivery.js';
import { type IdentitySettings, readIdentity } from './read-identity.js';
import { readJwt, refuseFarFuture } from './read-jwt.js';
import { readLimits } from './read-limits.js';
import { type LoginCodeSettings, readLoginCode } from './read-login-code.js';
import { readMessages } from './read-messages.js';
import { type FindReviewAccount, readReviewAccounts } from './read-review-accounts.js';
import { readSessions, type SessionSettings } from './read-sessions.js';
import { type LoadSigningKeys, readSigningKeys } from './read-signing-keys.js';

type FilledOptions<Extra extends object> = Filled<EmailAuthOptions<Extra>, typeof emailAuthTable>;

/** What is made of the options that are more than a value. */
interface Made extends SessionSettings, LoginCodeSettings {
  readonly loadSigningKeys: LoadSigningKeys;
  readonly expectedClaims: readonly string[];
  readonly jwt: JwtSettings;
  /** Undefined where tokens do not travel in cookies. */
  readonly cookies: CookieSettings | undefined;
  readonly limits: Limits;
  readonly delivery: DeliverySettings;
  readonly mail: MailSettings;
  readonly identity: IdentitySettings;
  readonly reviewAccountOf: FindReviewAccount;
  readonly messageFor: MessageFor;
  /** The host's own, or the terminal. */
  readonly logger: Logger;
  readonly hasLogger: boolean;
  readonly clock: Clock;
}

/** The options, validated, with every default filled in. Times are seconds. */
export interface Settings<Extra extends object = object>
  extends Omit<FilledOptions<Extra>, 'signingKey' | 'messages' | 'reviewAccounts' | keyof Made>,
    Made {}

/**
 * Validates the options once and fills in the defaults.
 *
 * @throws {TypeError} naming the option
 */
export const readOptions = <Extra extends object>(given: EmailAuthOptions<Extra>): Settings<Extra> => {
  const checked = checkRecord<EmailAuthOptions<Extra>>(given, 'options', checksOf(emailAuthTable));
  const { signingKey, messages, reviewAccounts, ...options } = fillIn(emailAuthTable, checked);
  const logger = loggerOf(options.logger);
  const sessions = readSessions(options);
  const mail = readMail(options.mail);
  const clock = readClock(options.clock);
  refuseFarFuture(clock, sessions);
  const delivery = readDelivery(options.delivery, checked.claims !== undefined);
  requireNotify(mail, delivery);
  const jwt = readJwt(options.jwt, sessions);
  const identity = readIdentity(options.identity);
  return Object.freeze({
    ...options,
    loadSigningKeys: readSigningKeys(signingKey, jwt, logger),
    ...sessions,
    jwt,
    cookies: readCookieSettings(options.transport, options.cookies),
    ...readLoginCode(options.loginCode),
    limits: readLimits(options.limits),
    delivery,
    mail,
    identity,
    reviewAccountOf: readReviewAccounts(reviewAccounts, { identity, clock, logger }),
    messageFor: readMessages(messages, mail.chooseLocale, logger.error),
    logger,
    hasLogger: options.logger !== undefined,
    clock,
  });
};
