import type { AuthError } from '../core/errors.js';
import { makeJoinerChallenge } from '../core/joiner-challenge.js';
import { generateChallenge, generateLongCode, normalizeCode } from '../core/login-code.js';
import type { PlaceRequest } from '../core/mail-queue.js';
import { hashChallenge } from '../core/secret.js';
import type { IssueResult } from '../store/port.js';
import { codeBudget, homeNetworkOf, mailLimits, refuseLimited, requestCounters } from './limits.js';
import type { Parts } from './parts.js';
import { refuseCrowded } from './take-place.js';

/** What a request for a code has come to. */
export interface IssuedCode {
  /** The code that is to be mailed; null where the caller joins one that was mailed already. */
  readonly code: string | null;
  readonly long: boolean;
  readonly challenge: string;
  /** Milliseconds since 1970. */
  readonly requestedAt: number;
  readonly expiresAt: number;
}

const normalizeOwn = (code: string): string => {
  const normal = normalizeCode(code);
  if (normal === null) throw new TypeError('loginCode.generate must answer with 4 to 32 letters and digits');
  return normal;
};

/** A code in its two kinds, one of which will be mailed, and the challenge that goes with it. */
const makeCode = ({ settings, secret }: Parts, identity: string) => {
  const [short, long] = [settings.loginCode.generate(), generateLongCode()];
  const challenge = generateChallenge();
  const digestOf = (code: string) => secret.codeDigests(identity, code)[0];
  return {
    ...{ short, long, challenge },
    kept: {
      challenge: hashChallenge(challenge),
      digests: { short: digestOf(normalizeOwn(short)), long: digestOf(long) },
    },
  };
};

const refusalOf = (
  parts: Parts,
  result: Exclude<IssueResult, { readonly outcome: 'issued' | 'joined' }>,
  { identity, ip }: PlaceRequest,
): AuthError =>
  result.outcome === 'crowded' ? refuseCrowded(parts, ip) : refuseLimited(parts, result, ip, identity);

/** What a request for a code brings along. */
export interface IssueOptions {
  /** Whether only networks that the identity knows may have another mail sent. */
  readonly crowded: boolean;
  /** A challenge that the caller has already, or null. */
  readonly offered: string | null;
}

/**
 * Keeps a code, within the limits, or finds out that there is one to join.
 *
 * @throws {AuthError} `TOO_MANY_REQUESTS`, `DELIVERY_UNAVAILABLE`, `SERVICE_UNAVAILABLE`
 */
export const issueCode = async (
  parts: Parts,
  request: PlaceRequest,
  { crowded, offered }: IssueOptions,
): Promise<IssuedCode> => {
  const { settings, secret, store, emit } = parts;
  const { identity, ip } = request;
  const [key] = secret.identityKeys(identity);
  const { short, long, challenge, kept } = makeCode(parts, identity);
  const now = settings.clock();
  const expiresAt = now + settings.loginCode.lifetime * 1000;
  const result = await store.issue({
    ...{ now, identity: key, network: homeNetworkOf(parts, ip), ...kept, expiresAt, crowded },
    offered: offered === null ? null : hashChallenge(offered),
    attempts: settings.loginCode.attempts,
    limits: requestCounters(parts, key, ip),
    mails: mailLimits(parts, identity),
    budget: codeBudget(parts, key),
  });
  if (result.outcome === 'joined') {
    emit({ type: 'code.requested', ip, identity, long: true, joined: true });
    const joiners = makeJoinerChallenge(secret, identity, now);
    return { code: null, long: true, challenge: joiners, requestedAt: now, expiresAt: result.expiresAt };
  }
  if (result.outcome !== 'issued') throw refusalOf(parts, result, request);
  emit({ type: 'code.requested', ip, identity, long: result.long, joined: false });
  const code = result.long ? long : short;
  const answered = result.kept && offered !== null ? offered : challenge;
  return { code, long: result.long, challenge: answered, requestedAt: now, expiresAt };
};
