import type { Break } from './break.js';

const guess = 'flows/read-guess.ts';

export const reviewAccountCodes: readonly Break[] = [
  {
    // Fewer bits will do.
    id: 'C6',
    file: 'code/review-code.ts',
    from: 'code.length * Math.log2(varietyOf(code)) >= fewestBits &&',
    to: '',
  },
  {
    // A pattern over and over will do.
    id: 'C6',
    file: 'code/review-code.ts',
    from: 'isRepeated(code) ||',
    to: '',
  },
  {
    // It needs no challenge.
    id: 'C6',
    file: guess,
    from: "account !== null || settings.loginCode.binding === 'required' ? 0 : otherCodes",
    to: "settings.loginCode.binding === 'required' ? 0 : otherCodes",
  },
  {
    // It works when its date has come.
    id: 'C6',
    file: 'options/read-review-accounts.ts',
    from: 'account !== undefined && at < account.until ? account : null',
    to: 'account ?? null',
  },
  {
    // It may be years away.
    id: 'C6',
    file: 'options/read-review-accounts.ts',
    from: 'const longest = 90 * 86_400_000;',
    to: 'const longest = 900 * 86_400_000;',
  },
  {
    // It works once, so a reviewer waits for the next one.
    id: 'C6',
    file: 'store/steps/redeem.ts',
    from: 'if (step.reusable !== true) spendCode',
    to: 'spendCode',
  },
  {
    // A mail is sent, with what is kept of it.
    id: 'C6',
    file: 'flows/issue-code.ts',
    from: 'const code = isFixed ? null : mailed;',
    to: 'const code = mailed;',
  },
  {
    // `claims` is not asked before a mail that is not sent: its place is free at once.
    id: 'C6',
    file: 'flows/request-login-code.ts',
    from: 'if (!joined) {',
    to: 'if (!joined && code !== null) {',
  },
  {
    // It is kept as it is.
    id: 'C6',
    file: 'code/secret.ts',
    from: "hmac(key.code, JSON.stringify([identity, code])).toString('base64url')",
    to: 'code',
  },
];
