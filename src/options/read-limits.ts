import {
  defaultLimits,
  type Limit,
  type LimitOptions,
  type Limits,
  type LimitsOptions,
} from '../limit/limits.js';
import { none, withDefaults } from './with-defaults.js';

/** Half a limit would be none: a counter without a window, or without an end. */
const whole = (standard: Limit, given: LimitOptions | false | undefined): Limit | false =>
  given === false ? false : withDefaults(standard, given);

/** The `limits` option with its defaults, half by half. */
export const readLimits = (given: LimitsOptions = none): Limits =>
  Object.freeze({
    failuresPerIp: whole(defaultLimits.failuresPerIp, given.failuresPerIp),
    requestsPerIp: whole(defaultLimits.requestsPerIp, given.requestsPerIp),
    mailsPerIdentity: whole(defaultLimits.mailsPerIdentity, given.mailsPerIdentity),
    shortCodesPerIdentity: whole(defaultLimits.shortCodesPerIdentity, given.shortCodesPerIdentity),
    failuresPerIdentity: whole(defaultLimits.failuresPerIdentity, given.failuresPerIdentity),
    shortCodeFailures: whole(defaultLimits.shortCodeFailures, given.shortCodeFailures),
    perRequest:
      given.perRequest === false
        ? false
        : withDefaults<Readonly<Record<'login' | 'requestLoginCode', number>>>(
            defaultLimits.perRequest,
            given.perRequest,
          ),
  });
