import type { Break } from './break.js';

export const sessions: readonly Break[] = [
  {
    id: 'S1',
    file: 'store/steps/rotate.ts',
    from: 'step.now - replaced <= step.grace',
    to: 'step.now < replaced',
  },
  {
    id: 'S1',
    file: 'store/steps/rotate.ts',
    from: 'step.usesAreNoted && step.generation === session.parent',
    to: 'step.usesAreNoted && step.generation !== session.parent',
  },
  {
    id: 'S1',
    file: 'store/steps/rotate.ts',
    from: 'step.generation === session.parent && session.used < session.generation;',
    to: 'step.generation === session.parent;',
  },
  {
    id: 'S1',
    file: 'store/steps/rotate.ts',
    from: "step.generation > session.generation)\n    return { outcome: 'gone' };",
    to: "step.generation < 0)\n    return { outcome: 'gone' };",
  },
  {
    id: 'S1',
    file: 'token/token.ts',
    from: 'Number(gen) >= 1',
    to: 'Number(gen) >= 0',
  },
  {
    id: 'S2',
    file: 'store/steps/rotate.ts',
    from: "isAnswerLost(session, step) ? 'next' : 'reused'",
    to: "isAnswerLost(session, step) ? 'next' : 'current'",
  },
  {
    id: 'S2',
    file: 'store/steps/look-at.ts',
    from: "if (isVoid(session, generation)) return 'void';",
    to: '',
  },
  {
    id: 'S2',
    file: 'store/steps/rotate.ts',
    from: "dropSession(records, step.session, step.owner);\n    return { outcome: 'reused' };",
    to: "return { outcome: 'reused' };",
  },
  {
    id: 'S3',
    file: 'store/steps/rotate.ts',
    from: 'Math.max(session.expiresAt, Math.min(now + slide.lifetime, session.beganAt + slide.maxLifetime))',
    to: 'Math.max(session.expiresAt, now + slide.lifetime)',
  },
  {
    id: 'S3',
    file: 'store/steps/rotate.ts',
    from: 'Math.max(session.expiresAt, Math.min(now + slide.lifetime, session.beganAt + slide.maxLifetime))',
    to: 'Math.min(now + slide.lifetime, session.beganAt + slide.maxLifetime)',
  },
  {
    id: 'S3',
    file: 'flows/issue-tokens.ts',
    from: 'Math.min(now + settings.accessToken.lifetime, inSeconds(session.expiresAt))',
    to: 'now + settings.accessToken.lifetime',
  },
  {
    id: 'S4',
    file: 'flows/authenticate.ts',
    from: 'parts.settings.accessToken.checkSession && !(await isAlive(parts, claims, ip))',
    to: 'await isAlive(parts, claims, ip) === undefined',
  },
  {
    // Sessions that an older key has named stay.
    id: 'S4',
    file: 'store/steps/revoke.ts',
    from: 'for (const owner of step.owner) {\n    const account',
    to: 'for (const owner of [step.owner[0]]) {\n    const account',
  },
  {
    id: 'S4',
    file: 'token/standing.ts',
    from: 'if (!expired && isAlive) return this.#ask(look, isAlive);',
    to: '',
  },
  {
    id: 'S4',
    file: 'pothos/watch-session.ts',
    from: "refusal === null || refusal === 'unavailable' ? 'pass' : 'last'",
    to: "'pass'",
  },
  {
    id: 'S5',
    file: 'store/steps/account.ts',
    from: 'if (!session || !owner.includes(session.owner)) return false;',
    to: 'if (!session) return false;',
  },
  {
    id: 'S5',
    file: 'store/steps/rotate.ts',
    from: "!step.owner.includes(session.owner) || step.generation > session.generation)\n    return { outcome: 'gone' };",
    to: "step.generation > session.generation)\n    return { outcome: 'gone' };",
  },
  {
    id: 'S6',
    file: 'flows/refresh.ts',
    from: 'await withdraw(parts, claims, owner, result);',
    to: '',
  },
  {
    id: 'S6',
    file: 'store/steps/withdraw.ts',
    from: '{ updates: change.before, updateCount: change.count - 1 }',
    to: '{ updates: session.updates, updateCount: change.count - 1 }',
  },
  {
    id: 'S7',
    file: 'pothos/auth-of.ts',
    from: 'owner?.owns ? owner.owns(auth) : isAuthState(auth)',
    to: 'isAuthState(auth)',
  },
  {
    id: 'S7',
    file: 'token/auth-state.ts',
    from: 'return found?.state === state ? found : undefined;',
    to: 'return found;',
  },
];
