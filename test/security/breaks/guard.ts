import type { Break } from './break.js';

const file = 'flows/ask-guard.ts';

export const guard: readonly Break[] = [
  {
    // `false` lets everybody pass.
    id: 'G1',
    file,
    from: 'if (answer !== undefined) {',
    to: 'if (answer === null) {',
  },
  {
    // Whatever it throws is a refusal of its own.
    id: 'G1',
    file,
    from: "isAuthError(error) && error.code === 'REQUEST_REFUSED'",
    to: "Object(error).code === 'REQUEST_REFUSED'",
  },
  {
    // A captcha that is away is no captcha.
    id: 'G1',
    file,
    from: 'throw answerTo(parts, attempted, error);',
    to: 'if (isRefusal(error)) throw answerTo(parts, attempted, error);',
  },
  {
    // Callers whom a limit refuses have it asked on and on.
    id: 'G1',
    file,
    from: "if (found.outcome === 'limited') throw refuseLimited(parts, found, caller.ip, identity);\n  return",
    to: "return found.outcome === 'limited' ? 1 :",
  },
  {
    // It comes after the code: a refusal has cost an attempt, or the code.
    id: 'G1',
    file: 'flows/login.ts',
    from: "  await askGuard(parts, { action: 'login', identity, caller, question, hasChallenge });\n  const redeemed = await redeem(parts, input, identity, caller);",
    to: "  const redeemed = await redeem(parts, input, identity, caller);\n  await askGuard(parts, { action: 'login', identity, caller, question, hasChallenge });",
  },
];
