import type { Caller } from '../core/caller.js';
import { generateChallenge, generateLongCode, normalizeCode } from '../core/login-code.js';
import type { PlaceRequest } from '../core/mail-queue.js';
import { hashChallenge } from '../core/secret.js';
import type { LoginCodeRequest } from '../email-auth.js';
import { deliverAfterReply, deliverBeforeReply, requireDelivery } from './deliver-code.js';
import { codeBudget, homeNetworkOf, refuseLimited, requestCounters } from './limits.js';
import { ipOf, parseIdentity } from './parse-caller.js';
import type { Parts } from './parts.js';
import { schedule, takePlace } from './take-place.js';

const normalizeOwn = (code: string): string => {
  const normal = normalizeCode(code);
  if (normal === null) throw new TypeError('loginCode.generate must answer with 4 to 32 letters and digits');
  return normal;
};

/** Keeps a code, within the limits. */
const issueCode = async (parts: Parts, { identity, ip }: PlaceRequest) => {
  const { settings, secret, store, emit } = parts;
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
  return { challenge, mailing: { identity, code: result.long ? longer : short, expiresAt, ip } };
};

/** Keeps a code and gives its mail a start time. A request that comes to nothing gives its place back. */
const issueAtPlace = async (parts: Parts, request: PlaceRequest) => {
  const place = takePlace(parts, request);
  try {
    const { challenge, mailing } = await issueCode(parts, request);
    return { challenge, mailing: await schedule(parts, mailing, place) };
  } catch (error) {
    place.free();
    throw error;
  }
};

/** Keeps a code, replies, and then sends it to whoever is allowed in. Everybody else gets the same reply. */
export const requestLoginCode = async (
  parts: Parts,
  input: string,
  caller: Caller,
): Promise<LoginCodeRequest> => {
  const { delivery, loginCode } = parts.settings;
  const identity = parseIdentity(parts.settings, input);
  requireDelivery(parts);
  const { challenge, mailing } = await issueAtPlace(parts, { identity, ip: ipOf(caller) });
  if (delivery.mode === 'await') await deliverBeforeReply(parts, mailing);
  else deliverAfterReply(parts, mailing, caller);
  return { challenge, expiresIn: loginCode.lifetime, resendAfter: loginCode.resendAfter };
};
