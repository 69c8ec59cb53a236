import { randomUUID } from 'node:crypto';
import type { Caller } from '../core/caller.js';
import { AuthError } from '../core/errors.js';
import { makeJoinerChallenge } from '../core/joiner-challenge.js';
import { generateChallenge, generateLongCode, longCodeLength, normalizeCode } from '../core/login-code.js';
import { hashChallenge } from '../core/secret.js';
import type { LoginCodeRequest } from '../email-auth.js';
import type { IssueStep } from '../store/port.js';
import { deliverBeforeReply, deliverInBackground, requireDelivery } from './deliver-code.js';
import { codeBudget, homeNetworkOf, mailLimits, refuseLimited, requestCounters } from './limits.js';
import { ipOf, parseIdentity } from './parse-caller.js';
import type { Parts } from './parts.js';

const normalizeOwn = (code: string): string => {
  const normal = normalizeCode(code);
  if (normal === null) throw new TypeError('loginCode.generate must answer with 4 to 32 letters and digits');
  return normal;
};

/** The code that is to be mailed, in its two kinds, and the challenge that goes with it. */
const makeCode = ({ settings, secret }: Parts, identity: string) => {
  const [short, long] = [settings.loginCode.generate(), generateLongCode()];
  const challenge = generateChallenge();
  return {
    codes: { short, long },
    challenge,
    kept: {
      challenge: hashChallenge(challenge),
      digests: {
        short: secret.codeDigests(identity, normalizeOwn(short))[0],
        long: secret.codeDigests(identity, long)[0],
      },
    },
  };
};

/** Keeps the code, or finds out that there is one to join. */
const issue = async (
  parts: Parts,
  {
    identity,
    ip,
    now,
    kept,
  }: Pick<IssueStep, 'now'> & {
    readonly identity: string;
    readonly ip: string | null;
    readonly kept: Pick<IssueStep, 'challenge' | 'digests'>;
  },
) => {
  const { settings, secret, store } = parts;
  const [key] = secret.identityKeys(identity);
  const result = await store.issue({
    now,
    identity: key,
    network: homeNetworkOf(parts, ip),
    ...kept,
    expiresAt: now + settings.loginCode.lifetime * 1000,
    attempts: settings.loginCode.attempts,
    limits: requestCounters(parts, key, ip),
    mails: mailLimits(parts, identity),
    budget: codeBudget(parts, key),
    crowded: false,
  });
  if (result.outcome === 'limited') throw refuseLimited(parts, result, ip, identity);
  if (result.outcome === 'crowded') throw new AuthError('DELIVERY_UNAVAILABLE', { retryAfter: 1 });
  return result;
};

/**
 * Keeps a code, replies, and then sends it to whoever is allowed in. Everybody else gets the same reply. Past the mails
 * that strangers may ask for, the reply is about the long code that was mailed last.
 */
export const requestLoginCode = async (
  parts: Parts,
  input: string,
  caller: Caller,
): Promise<LoginCodeRequest> => {
  const { settings, secret, emit, background } = parts;
  const { resendAfter, lifetime, length } = settings.loginCode;
  const identity = parseIdentity(settings, input);
  const ip = ipOf(caller);
  await requireDelivery(parts, ip);
  const now = settings.clock();
  const { codes, challenge, kept } = makeCode(parts, identity);
  const result = await issue(parts, { identity, ip, now, kept });
  if (result.outcome === 'joined') {
    emit({ type: 'code.requested', ip, identity, long: true, joined: true });
    return {
      challenge: makeJoinerChallenge(secret, identity, now),
      expiresIn: Math.max(1, Math.floor((result.expiresAt - now) / 1000)),
      resendAfter,
      codeLength: longCodeLength,
    };
  }
  const { long } = result;
  emit({ type: 'code.requested', ip, identity, long, joined: false });
  const code = long ? codes.long : codes.short;
  const expiresAt = now + lifetime * 1000;
  const mailing = { id: randomUUID(), identity, code, requestedAt: now, expiresAt, ip };
  if (settings.delivery.mode === 'await') await deliverBeforeReply(parts, mailing);
  else background.run(() => deliverInBackground(parts, mailing), caller.waitUntil);
  return { challenge, expiresIn: lifetime, resendAfter, codeLength: long ? longCodeLength : length };
};
