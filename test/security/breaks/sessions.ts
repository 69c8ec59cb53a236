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
    from: 'parts.settings.accessToken.checkSession && !(await isStillAlive(claims))',
    to: 'await isStillAlive(claims) === undefined',
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
    from: 'if (!expired && isAlive && claims !== null) return this.#ask(look, claims, isAlive);',
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
  {
    id: 'S8',
    file: 'flows/renew.ts',
    from: 'newer.sub === older.sub && newer.sid === older.sid',
    to: 'newer.sub === older.sub',
  },
  {
    id: 'S8',
    file: 'flows/renew.ts',
    from: 'newer.sub === older.sub && newer.sid === older.sid',
    to: 'newer.sid === older.sid',
  },
  {
    id: 'S8',
    file: 'flows/renew.ts',
    from: ' && newer.exp > older.exp',
    to: '',
  },
  {
    // The slower of two renewals wins.
    id: 'S8',
    file: 'flows/renew.ts',
    from: 'if (claims === null || !isNext(claims)) return;',
    to: 'if (claims === null) return;',
  },
  {
    id: 'S8',
    file: 'flows/renew.ts',
    from: 'if (first === undefined) return;\n    const isNext = (claims: TokenClaims) =>',
    to: 'const isNext = (claims: TokenClaims) => first === undefined ||',
  },
  {
    // Nobody looks at its session.
    id: 'S8',
    file: 'flows/renew.ts',
    from: 'const { claims } = await examine(open, token, null, isNext);',
    to: `const verified = await (await open()).tokens.verify('at+jwt', token);
    const claims = verified.ok && isNext(verified.claims) ? verified.claims : null;`,
  },
  {
    id: 'S8',
    file: 'token/standing.ts',
    from: "this.#lapsed === 'expired' && !this.#hasExpired()",
    to: 'this.#again.socket?.renewed && !this.#hasExpired()',
  },
  {
    id: 'S8',
    file: 'http/sockets.ts',
    from: 'socket?.token.first === token ? socket?.token : undefined',
    to: 'socket?.token',
  },
];
