import type { Break } from './break.js';

const redeem = 'store/steps/redeem.ts';
const candidates = 'store/steps/candidates.ts';

export const codes: readonly Break[] = [
  {
    // Tries with the challenge are not spent.
    id: 'C1',
    file: redeem,
    from: '{ ...code, ownAttempts: code.ownAttempts - 1 }',
    to: '{ ...code, ownAttempts: code.ownAttempts }',
  },
  {
    // Tries without it are not.
    id: 'C1',
    file: redeem,
    from: '{ ...code, sharedAttempts: code.sharedAttempts - 1 }',
    to: '{ ...code, sharedAttempts: code.sharedAttempts }',
  },
  {
    // Nor are those of callers who have joined.
    id: 'C1',
    file: redeem,
    from: 'if (step.joiner !== null && joined) count(records, step.joiner);',
    to: '',
  },
  {
    // With its own tries spent, a challenge goes on with those of the others.
    id: 'C1',
    file: candidates,
    from: 'code.sharedAttempts > 0 && !isOpened(step, code)',
    to: 'code.sharedAttempts > 0 && !hasOwnAttempt(records, step, code)',
  },
  {
    // A guess with another challenge spends none of the tries that all others share.
    id: 'C1',
    file: redeem,
    from: 'if (!candidate.own) return { ...code, sharedAttempts: code.sharedAttempts - 1 };',
    to: 'if (!candidate.own) return step.challenge === null ? { ...code, sharedAttempts: code.sharedAttempts - 1 } : code;',
  },
  {
    // With her own tries spent, a joiner goes on with those of the others.
    id: 'C1',
    file: candidates,
    from: ' || (joiner !== null && code.isLong);',
    to: ' || (joiner !== null && joiner.limit === 0);',
  },
  {
    // The fifth guess is one too many.
    id: 'C1',
    file: 'store/steps/issue.ts',
    from: 'Math.min(attempts, budget.failures?.limit ?? attempts)',
    to: 'Math.min(attempts, budget.failures?.limit ?? attempts) - 1',
  },
  {
    // A third code of another challenge.
    id: 'C1',
    file: 'flows/read-guess.ts',
    from: 'const otherCodes = 2;',
    to: 'const otherCodes = 3;',
  },
  {
    // A guess without the challenge spends tries of those with it.
    id: 'C2',
    file: redeem,
    from: '{ ...code, sharedAttempts: code.sharedAttempts - 1 }',
    to: '{ ...code, sharedAttempts: code.sharedAttempts - 1, ownAttempts: code.ownAttempts - 1 }',
  },
  {
    // A right code stays.
    id: 'C3',
    file: redeem,
    from: 'liveCodes(records, owner).filter((other) => !isSame(other, code)),',
    to: 'liveCodes(records, owner).filter((other) => isSame(other, code)),',
  },
  {
    // A right code that an older key has named stays.
    id: 'C3',
    file: redeem,
    from: 'owner,\n    liveCodes(records, owner).filter(',
    to: 'step.owner[0],\n    liveCodes(records, owner).filter(',
  },
  {
    // Two callers may be in the middle of it at once.
    id: 'C3',
    file: 'store/keyv/keyed-lock.ts',
    from: 'if (ticket.keys.every((key) => firstOf(key) === ticket)) ticket.start();',
    to: 'ticket.start();',
    only: 'memory',
  },
  {
    // A login forgives what the address had failed before.
    id: 'C4',
    file: redeem,
    from: 'noteSpent(records, step, code.digest);',
    to: 'noteSpent(records, step, code.digest);\n  for (const counter of step.limits) records.delete(recordNames.counter(counter.name));',
  },
  {
    // A login forgives what the identity had failed before.
    id: 'C4',
    file: redeem,
    from: 'noteSpent(records, step, code.digest);',
    to: 'noteSpent(records, step, code.digest);\n  if (step.budget.failures) records.delete(recordNames.counter(step.budget.failures.name));',
  },
  {
    // A new code forgives what all had failed before.
    id: 'C4',
    file: 'store/steps/issue.ts',
    from: 'if (long) noteLongMail(records, step);',
    to: 'if (long) noteLongMail(records, step);\n  if (step.budget.all) records.delete(recordNames.counter(step.budget.all.name));',
  },
  {
    // A new code brings the tries of the older ones back.
    id: 'C4',
    file: 'store/steps/codes.ts',
    from: '[...liveCodes(records, owner).slice(1 - maxCodes), code]',
    to: '[...liveCodes(records, owner).map((other) => ({ ...other, ownAttempts: code.ownAttempts })).slice(1 - maxCodes), code]',
  },
  {
    // A new code brings those tries of the older ones back that all others share.
    id: 'C4',
    file: 'store/steps/codes.ts',
    from: '[...liveCodes(records, owner).slice(1 - maxCodes), code]',
    to: '[...liveCodes(records, owner).map((other) => ({ ...other, sharedAttempts: code.sharedAttempts })).slice(1 - maxCodes), code]',
  },
  {
    // A login brings the tries of the other codes back.
    id: 'C4',
    file: redeem,
    from: 'filter((other) => !isSame(other, code)),',
    to: 'filter((other) => !isSame(other, code)).map((other) => ({ ...other, ownAttempts: 5 })),',
  },
  {
    // It brings those back that all others share.
    id: 'C4',
    file: redeem,
    from: 'filter((other) => !isSame(other, code)),',
    to: 'filter((other) => !isSame(other, code)).map((other) => ({ ...other, sharedAttempts: 5 })),',
  },
  {
    // There are ten codes.
    id: 'C5',
    file: 'code/login-code.ts',
    from: 'String(randomInt(10 ** length))',
    to: 'String(randomInt(10)).repeat(length)',
  },
  {
    // No code begins with a zero.
    id: 'C5',
    file: 'code/login-code.ts',
    from: 'String(randomInt(10 ** length))',
    to: 'String(randomInt(10 ** (length - 1), 10 ** length))',
  },
  {
    // Codes can be foretold.
    id: 'C5',
    file: 'code/login-code.ts',
    from: 'String(randomInt(10 ** length))',
    to: 'String(Math.floor(Math.random() * 10 ** length))',
  },
  {
    // Half of the characters never come.
    id: 'C5',
    file: 'code/login-code.ts',
    from: 'crockford[randomInt(crockford.length)]',
    to: 'crockford[randomInt(crockford.length / 2)]',
  },
  {
    // The cache is all that it takes to find the code.
    id: 'C5',
    file: 'code/secret.ts',
    from: "hmac(key.code, JSON.stringify([identity, code])).toString('base64url')",
    to: "hmac(Buffer.from(identity), code).toString('base64url')",
  },
];
