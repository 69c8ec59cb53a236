import type { Break } from './break.js';

const login = 'flows/login.ts';
const request = 'flows/request-login-code.ts';

export const enumeration: readonly Break[] = [
  {
    // The answer says whether somebody is known.
    id: 'E1',
    file: request,
    from: 'return answerOf(parts, issued);',
    to: "const known = await parts.settings.claims(identity, { phase: 'request', ip: caller.ip });\n  return { ...answerOf(parts, issued), resendAfter: known ? 60 : 30 };",
  },
  {
    // Who is known keeps her challenge, and nobody else does.
    id: 'E1',
    file: request,
    from: 'return answerOf(parts, issued);',
    to: "const known = await parts.settings.claims(identity, { phase: 'request', ip: caller.ip });\n  return { ...answerOf(parts, issued), ...(known === null && { challenge: randomUUID().slice(0, issued.challenge.length) }) };",
  },
  {
    // The answer waits for the mail.
    id: 'E1',
    file: request,
    from: "if (parts.settings.delivery.mode === 'await')",
    to: "if (parts.settings.delivery.mode !== 'await')",
  },
  {
    // The mail does not wait for the answer to leave.
    id: 'E1',
    file: 'delivery/deferred-work.ts',
    from: 'replied !== undefined && wait(longestReply, replied)',
    to: 'false',
  },
  {
    // It begins before there is an answer.
    id: 'E1',
    file: 'delivery/deferred-work.ts',
    from: 'begin(beginning.wait, beginning.replied)\n        .then(() => work(controller.signal))',
    to: 'work(controller.signal)',
  },
  {
    // Start times are not apart.
    id: 'E1',
    file: 'delivery/mail-schedule.ts',
    from: 'last = Math.min(Math.max(now, last + step), now + latest);',
    to: 'last = now;',
  },
  {
    // A mail does not wait for its start time.
    id: 'E1',
    file: 'flows/deliver-code.ts',
    from: 'void parts.deferred.run(work, { ...reply, wait: mailing.wait });',
    to: 'void parts.deferred.run(work, { ...reply, wait: 0 });',
  },
  {
    // Who is not let in is told so.
    id: 'E2',
    file: login,
    from: "throw refuse(parts, { identity, ip, reason: 'claims', compared: 0 });",
    to: "throw new AuthError('UNAUTHENTICATED', { reason: 'revoked' });",
  },
  {
    // A code that was right a moment ago is told so.
    id: 'E2',
    file: login,
    from: "if (result.repeated) throw new AuthError('INVALID_LOGIN_CODE', {});",
    to: "if (result.repeated) throw new AuthError('TOO_MANY_REQUESTS', { retryAfter: 1 });",
  },
  {
    // What cannot be a code is told so.
    id: 'E2',
    file: login,
    from: 'const guess = readGuess(parts, identity, input.code, now);',
    to: "const guess = readGuess(parts, identity, input.code, now);\n  if (guess.digests.length === 0) throw new AuthError('BAD_USER_INPUT', { argument: 'code' });",
  },
  {
    // Where nothing was compared, the answer says so.
    id: 'E2',
    file: login,
    from: "throw refuse(parts, { identity, ip, reason: 'code', compared: result.compared });",
    to: "throw result.compared > 0\n      ? refuse(parts, { identity, ip, reason: 'code', compared: result.compared })\n      : new AuthError('TOO_MANY_REQUESTS', { retryAfter: 60 });",
  },
];
