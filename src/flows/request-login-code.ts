import type { Caller } from '../core/caller.js';
import { errorName } from '../core/events.js';
import { generateChallenge, generateLongCode, normalizeCode } from '../core/login-code.js';
import { hashChallenge } from '../core/secret.js';
import type { LoginCodeRequest } from '../email-auth.js';
import { writeMessage } from '../mail/message.js';
import { askClaims } from './ask-claims.js';
import { codeBudget, networkKeyOf, refuseLimited, requestCounters, resendCounters } from './limits.js';
import { ipOf, parseIdentity } from './parse-caller.js';
import type { Parts } from './parts.js';

const normalizeOwn = (code: string): string => {
  const normal = normalizeCode(code);
  if (normal === null) throw new TypeError('loginCode.generate must answer with 4 to 32 letters and digits');
  return normal;
};

/** Lookup and mail, after the reply: how long they take, and whether there is a mail at all, is nobody's business. */
const deliver = async (parts: Parts, identity: string, code: string, ip: string | null): Promise<void> => {
  const { settings, store, secret, emit } = parts;
  try {
    if ((await askClaims(parts, identity, { phase: 'request', ip })) === null) return;
    await settings.delivery(writeMessage(identity, code, settings.loginCode.lifetime));
    emit({ type: 'code.sent', ip, identity });
  } catch (error) {
    emit({ type: 'code.delivery_failed', ip, identity, error: errorName(error) });
    const counters = resendCounters(parts, secret.identityKeys(identity)[0], ip).map(({ key }) => key);
    // If the cache is away too, the pause runs out by itself.
    await store.release({ now: settings.clock(), counters }).catch(() => {});
  }
};

/** Keeps a code, replies, and then sends it to whoever is allowed in. Everybody else gets the same reply. */
export const requestLoginCode = async (
  parts: Parts,
  input: string,
  caller: Caller,
): Promise<LoginCodeRequest> => {
  const { settings, secret, store, emit, background } = parts;
  const identity = parseIdentity(settings, input);
  const ip = ipOf(caller);
  const [key] = secret.identityKeys(identity);
  const challenge = generateChallenge();
  const short = settings.loginCode.generate();
  const longer = generateLongCode();
  const now = settings.clock();
  const result = await store.issue({
    now,
    identity: key,
    network: networkKeyOf(parts, ip),
    challenge: hashChallenge(challenge),
    digests: {
      short: secret.codeDigests(identity, normalizeOwn(short))[0],
      long: secret.codeDigests(identity, longer)[0],
    },
    expiresAt: now + settings.loginCode.lifetime * 1000,
    attempts: settings.loginCode.attempts,
    limits: requestCounters(parts, key, ip),
    budget: codeBudget(parts, key),
  });
  if (result.outcome === 'limited') throw refuseLimited(parts, result, ip, identity);
  emit({ type: 'code.requested', ip, identity, long: result.long });
  background.run(() => deliver(parts, identity, result.long ? longer : short, ip), caller.waitUntil);
  return { challenge, expiresIn: settings.loginCode.lifetime, resendAfter: settings.loginCode.resendAfter };
};
