import { callback, count, duration, phrase } from '../kinds.js';
import { quote } from '../quote.js';
import { fitted, option, type Setting, setting, todo } from '../setting.js';

const year = 366 * 86_400;
const byAddress = 'jwt_email_auth.utils.blocking_cache_key_from_email';

/** What stops guessing, and where it is counted. */
export const limitSettings: Readonly<Record<string, Setting>> = {
  LOGIN_ATTEMPTS: setting({
    standard: '10',
    ours: '`limits.failuresPerIp.limit`, which counts failures alone. A code also has 5 attempts of its own: `loginCode.attempts`',
    kind: count,
    become: (attempts) => fitted('limits.failuresPerIp.limit', attempts, { min: 1, max: 1_000_000_000 }),
  }),
  LOGIN_COOLDOWN: setting({
    standard: 'timedelta(minutes=5)',
    ours: '`limits.failuresPerIp.window`. Attempts while blocked do not prolong it',
    kind: duration,
    become: (seconds) =>
      fitted('limits.failuresPerIp.window', seconds, { min: 1, max: year, unit: ' seconds' }),
  }),
  LOGIN_BLOCKER_CACHE_KEY_CALLBACK: setting({
    standard: "'jwt_email_auth.utils.blocking_cache_key_from_ip'",
    ours: 'Both, always: networks are blocked, and an attacked address gets longer codes. For other keys, `guard`',
    kind: callback,
    become: (path) => [
      todo(
        path === byAddress
          ? 'Leave it out: addresses are counted too, and no stranger can lock an owner out: docs/limits.md'
          : 'Networks and addresses are counted already. Count anything else in guard: docs/guard.md',
      ),
    ],
  }),
  USER_BLOCKED_ADDITIONAL_HANDLER: setting({
    standard: "'jwt_email_auth.utils.blocking_handler'",
    ours: '`onEvent`, for the event `ip.blocked`',
    kind: callback,
    become: () => [
      {
        stub: [
          'onEvent: (event) => {',
          "  if (event.type === 'ip.blocked') { /* what your handler did, with event.network */ }",
          '},',
        ],
      },
    ],
  }),
  CACHE_PREFIX: setting({
    standard: "'Django'",
    ours: '`namespace`',
    kind: phrase,
    become: ({ code, text }) => {
      const fit = text?.replaceAll(/[^\w.-]/g, '-').slice(0, 64);
      if (fit === text && fit !== '') return [option('namespace', code)];
      return [
        ...(fit ? [option('namespace', quote(fit))] : []),
        todo(
          'namespace has 1 to 64 letters, digits, dots, hyphens or underscores. Other characters are replaced.',
        ),
      ];
    },
  }),
};
