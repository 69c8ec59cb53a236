import type { Break } from './break.js';

const redeem = 'store/steps/redeem.ts';
const candidates = 'store/steps/candidates.ts';
const issue = 'store/steps/issue.ts';

export const limits: readonly Break[] = [
  {
    // A guess is not held up.
    id: 'L1',
    file: redeem,
    from: 'findLimited(records, limitsOf(records, step))',
    to: 'findLimited(records, [])',
  },
  {
    // A guess that is held up is counted for the identity.
    id: 'L1',
    file: redeem,
    from: 'if (limited) return limited;',
    to: 'if (limited) {\n    if (step.budget.failures) spend(records, step.budget.failures);\n    return limited;\n  }',
  },
  {
    // A request that is held up by one limit is counted in the others.
    id: 'L1',
    file: issue,
    from: 'if (limited !== null) return limited;\n  const networks',
    to: 'if (limited !== null) {\n    for (const counter of step.limits) count(records, counter);\n    return limited;\n  }\n  const networks',
  },
  {
    // Two callers may be in the middle of it at once.
    id: 'L1',
    file: 'store/keyv/keyed-lock.ts',
    from: 'if (ticket.keys.every((key) => firstOf(key) === ticket)) ticket.start();',
    to: 'ticket.start();',
    only: 'memory',
  },
  {
    // Each knock begins the block anew.
    id: 'L2',
    file: 'store/steps/counters.ts',
    from: 'if (full !== undefined && (worst',
    to: 'if (full !== undefined) records.set(recordNames.counter(counter.name), counter.limit, records.now + counter.window);\n    if (full !== undefined && (worst',
  },
  {
    // One more than the limit.
    id: 'L3',
    file: 'limit/per-request.ts',
    from: 'counts[action] >= limits[action]',
    to: 'counts[action] > limits[action]',
  },
  {
    // Every alias is a request of its own.
    id: 'L3',
    file: 'limit/per-request.ts',
    from: 'requests.set(request, counts);',
    to: '',
  },
  {
    // Every operation of an array is a request of its own.
    id: 'L3',
    file: 'http/request-state.ts',
    from: 'const before = requests.get(request);',
    to: 'const before = requests.get(context);',
  },
  {
    // A guess at several codes costs the identity one.
    id: 'L4',
    file: 'store/steps/budget.ts',
    from: 'spend(records, budget, Math.max(1, compared), compared)',
    to: 'spend(records, budget, 1, Math.min(1, compared))',
  },
  {
    // It costs all identities one.
    id: 'L4',
    file: redeem,
    from: 'if (all && compared > 0) spend(records, all, compared);',
    to: 'if (all && compared > 0) spend(records, all);',
  },
  {
    // The guesses that codes still allow are forgotten when another is made.
    id: 'L4',
    file: issue,
    from: 'apartOf(records, failures) + reservedAttempts(codes) + attemptsOf(step) > failures.limit',
    to: 'apartOf(records, failures) > failures.limit',
  },
  {
    // They are forgotten when somebody guesses without the challenge.
    id: 'L4',
    file: candidates,
    from: 'failures.limit - apartOf(records, failures) - reservedAttempts(codes)',
    to: 'failures.limit - apartOf(records, failures)',
  },
  {
    // Short codes that are out go on when the guesses of all are spent.
    id: 'L4',
    file: candidates,
    from: 'all: all ? all.limit - spentOf(records, all) : codes.length',
    to: 'all: codes.length',
  },
  {
    // What was spent is forgotten after half of a day.
    id: 'L4',
    file: 'store/steps/budget.ts',
    from: 'const earliest = records.now - budget.window;',
    to: 'const earliest = records.now - budget.window / 2;',
  },
  {
    // It is forgotten two hours too early.
    id: 'L4',
    file: 'store/steps/budget.ts',
    from: 'const earliest = records.now - budget.window;',
    to: 'const earliest = records.now - (budget.window / 24) * 22;',
  },
  {
    // Its record is dropped two hours too early.
    id: 'L4',
    file: 'store/steps/budget.ts',
    from: 'record, now + budget.window)',
    to: 'record, now + (budget.window / 24) * 22)',
  },
  {
    id: 'L4',
    file: 'limit/limits.ts',
    from: 'failuresPerIdentity: { check: limit, default: { limit: 50, window: day } }',
    to: 'failuresPerIdentity: { check: limit, default: { limit: 60, window: day } }',
  },
  {
    id: 'L4',
    file: 'limit/limits.ts',
    from: 'shortCodeFailures: { check: limit, default: { limit: 10_000, window: day } }',
    to: 'shortCodeFailures: { check: limit, default: { limit: 100_000, window: day } }',
  },
  {
    // Strangers may have all mails.
    id: 'L5',
    file: 'flows/counters.ts',
    from: 'strangers: Math.ceil(all.limit / 2),',
    to: 'strangers: all.limit,',
  },
  {
    // Who comes after the long mail waits for the next one.
    id: 'L5',
    file: issue,
    from: 'if (mailed !== undefined) return join(records, step, mailed);',
    to: "if (mailed !== undefined)\n    return { outcome: 'limited', limit: mails.long.option, retryAfter: mailed - records.now };",
  },
  {
    // Every request past the share is a mail.
    id: 'L5',
    file: issue,
    from: 'if (long) noteLongMail(records, step);',
    to: '',
  },
  {
    // Every tag has a mail of its own.
    id: 'L5',
    file: issue,
    from: 'if (mails.tagged !== null) count(records, mails.tagged);',
    to: '',
  },
  {
    // A challenge is held up like everybody.
    id: 'L6',
    file: redeem,
    from: 'return step.limits.filter((counter) => counter.sparesHolders !== true);',
    to: 'return step.limits;',
  },
  {
    // One who has joined is held up.
    id: 'L6',
    file: redeem,
    from: '(step.joiner !== null && fullUntil(records, step.joiner) === undefined) ||',
    to: '(step.joiner !== null && step.joiner.limit === 0) ||',
  },
  {
    // A challenge whose tries are spent is not held up.
    id: 'L6',
    file: candidates,
    from: 'challenge !== null && code.challenge === challenge && code.ownAttempts > 0',
    to: 'challenge !== null && code.challenge === challenge',
  },
];
