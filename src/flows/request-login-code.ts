import { randomUUID } from 'node:crypto';
import type { Caller } from '../core/caller.js';
import { generateChallenge, generateLongCode, normalizeCode } from '../core/login-code.js';
import { hashChallenge } from '../core/secret.js';
import type { LoginCodeRequest } from '../email-auth.js';
import { deliverBeforeReply, deliverInBackground, requireDelivery } from './deliver-code.js';
import { codeBudget, homeNetworkOf, refuseLimited, requestCounters } from './limits.js';
import { ipOf, parseIdentity } from './parse-caller.js';
import type { Parts } from './parts.js';

const normalizeOwn = (code: string): string => {
  const normal = normalizeCode(code);
  if (normal === null) throw new TypeError('loginCode.generate must answer with 4 to 32 letters and digits');
  return normal;
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
  await requireDelivery(parts, ip);
  const [key] = secret.identityKeys(identity);
  const challenge = generateChallenge();
  const short = settings.loginCode.generate();
  const longer = generateLongCode();
  const now = settings.clock();
  const expiresAt = now + settings.loginCode.lifetime * 1000;
  const result = await store.issue({
    now,
    identity: key,
    network: homeNetworkOf(parts, ip),
    challenge: hashChallenge(challenge),
    digests: {
      short: secret.codeDigests(identity, normalizeOwn(short))[0],
      long: secret.codeDigests(identity, longer)[0],
    },
    expiresAt,
    attempts: settings.loginCode.attempts,
    limits: requestCounters(parts, key, ip),
    budget: codeBudget(parts, key),
  });
  if (result.outcome === 'limited') throw refuseLimited(parts, result, ip, identity);
  emit({ type: 'code.requested', ip, identity, long: result.long });
  const code = result.long ? longer : short;
  const mailing = { id: randomUUID(), identity, code, requestedAt: now, expiresAt, ip };
  if (settings.delivery.mode === 'await') await deliverBeforeReply(parts, mailing);
  else background.run(() => deliverInBackground(parts, mailing), caller.waitUntil);
  return { challenge, expiresIn: settings.loginCode.lifetime, resendAfter: settings.loginCode.resendAfter };
};
