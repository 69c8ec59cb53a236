import { callback, duration, flag, texts } from '../kinds.js';
import { quote } from '../quote.js';
import { fitted, type Setting, setting, todo } from '../setting.js';

const reviewAccount = (identity: string): string =>
  `  { identity: ${quote(identity)}, code: process.env.REVIEW_CODE ?? '', until: 'YYYY-MM-DD' },`;

/** Login codes. */
export const codeSettings: Readonly<Record<string, Setting>> = {
  SKIP_CODE_CHECKS: setting({
    standard: 'False',
    ours: 'None, on purpose: with it, anybody can log in as anybody. Tests take `pothos-plugin-email-auth/testing`',
    kind: flag,
    become: () => [
      todo(
        'Refused: with it, anybody can log in as anybody. In your tests, read the code from the mailbox: docs/testing.md',
      ),
    ],
  }),
  SKIP_CODE_CHECKS_FOR: setting({
    standard: '[]',
    ours: '`reviewAccounts`: a fixed code of 10 or more letters and digits, until a date at most 90 days away',
    kind: texts,
    become: (addresses) => [
      { stub: ['reviewAccounts: [', ...addresses.map(reviewAccount), '],'] },
      todo(
        'There, any code logged these in. Here, each has a secret code of at least 10 letters and digits, and an end.',
      ),
    ],
  }),
  LOGIN_CODE_LIFETIME: setting({
    standard: 'timedelta(minutes=5)',
    ours: '`loginCode.lifetime`, at most 600 seconds, as NIST SP 800-63B asks',
    kind: duration,
    become: (seconds) => [
      ...fitted('loginCode.lifetime', seconds, { min: 1, max: 600, unit: ' seconds' }),
      ...(seconds > 600
        ? [
            todo(
              'A code that lives longer is easier to guess and to steal. NIST SP 800-63B allows 10 minutes.',
            ),
          ]
        : []),
    ],
  }),
  CODE_SEND_COOLDOWN: setting({
    standard: 'timedelta(minutes=1)',
    ours: '`loginCode.resendAfter`, for each address and network. So a stranger does not make the owner wait',
    kind: duration,
    become: (seconds) => fitted('loginCode.resendAfter', seconds, { min: 0, max: 3600, unit: ' seconds' }),
  }),
  CODE_GENERATOR: setting({
    standard: "'jwt_email_auth.utils.random_code'",
    ours: '`loginCode.generate`. The default takes all codes from 000000 to 999999 from `crypto.randomInt`',
    kind: callback,
    become: () => [
      {
        stub: [
          'loginCode: {',
          '  generate: () => randomCode(), // hard to guess, by randomInt of node:crypto',
          '},',
        ],
      },
      todo('If you only wanted better randomness or another length, leave it out, or set loginCode.length.'),
    ],
  }),
};
