import { makeJoinerChallenge, readJoinerChallenge } from '../code/joiner-challenge.js';
import { generateChallenge, generateLongCode, normalizeCode } from '../code/login-code.js';
import { hashChallenge } from '../code/secret.js';
import type { AuthError } from '../core/errors.js';
import type { PlaceRequest } from '../delivery/mail-queue.js';
import type { IssueResult } from '../store/code-steps.js';
import {
  codeBudget,
  homeNetworkOf,
  joinerLifetime,
  mailLimits,
  refuseLimited,
  requestCounters,
  withoutShortCodes,
} from './counters.js';
import type { ServiceParts } from './service-parts.js';
import { refuseCrowded } from './take-place.js';

/** What a request for a code has come to. */
export interface IssuedCode {
  /** The code that is to be mailed; null where the caller joins one that was mailed already, and for a review account. */
  readonly code: string | null;
  /** The caller joins a code that was mailed already: there is nothing to look up. */
  readonly joined: boolean;
  readonly long: boolean;
  readonly challenge: string;
  /** Milliseconds since 1970. */
  readonly requestedAt: number;
  readonly expiresAt: number;
}

const normalizeOwn = (code: string): string => {
  const normal = normalizeCode(code);
  if (normal === null) throw new TypeError('loginCode.generate must answer with 6 to 32 letters and digits');
  return normal;
};

/** A code in its two kinds, one of which will be mailed, and the challenge that goes with it. */
const makeCode = ({ settings, secret }: ServiceParts, identity: string, now: number) => {
  const fixed = settings.reviewAccountOf(identity, now);
  const [short, long] = [settings.loginCode.generate(), fixed?.seal ?? generateLongCode()];
  const challenge = generateChallenge();
  const digestOf = (code: string) => secret.codeDigests(identity, code)[0];
  return {
    ...{ short, long, challenge, isFixed: fixed !== null },
    keptAs: {
      challenge: hashChallenge(challenge),
      digests: { short: digestOf(normalizeOwn(short)), long: digestOf(long) },
    },
  };
};

/** The challenge that the caller has of codes mailed to her, alone or in that of a joiner. */
const heldOf = (parts: ServiceParts, identity: string, offered: string | null, now: number) => {
  const lifetime = joinerLifetime(parts);
  const joiner = offered && readJoinerChallenge(parts.secret, identity, offered, { now, lifetime });
  return joiner ? { joined: true, own: joiner.own } : { joined: false, own: offered };
};

const refusalOf = (
  parts: ServiceParts,
  result: Exclude<IssueResult, { readonly outcome: 'issued' | 'joined' }>,
  { identity, address }: PlaceRequest,
): AuthError =>
  result.outcome === 'crowded'
    ? refuseCrowded(parts, address.ip)
    : refuseLimited(parts, result, address.ip, identity);

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
  parts: ServiceParts,
  request: PlaceRequest,
  { crowded, offered }: IssueOptions,
): Promise<IssuedCode> => {
  const { settings, secret, store, emit } = parts;
  const { identity, address } = request;
  const { ip } = address;
  const [owner] = secret.identityNames(identity);
  const now = settings.clock();
  const { short, long, challenge, isFixed, keptAs } = makeCode(parts, identity, now);
  const expiresAt = now + settings.loginCode.lifetime * 1000;
  const held = heldOf(parts, identity, offered, now);
  const budget = codeBudget(parts, owner);
  const result = await store.issue({
    ...{ now, owner, network: homeNetworkOf(parts, address), ...keptAs, expiresAt, crowded },
    offered: held.own === null ? null : hashChallenge(held.own),
    attempts: settings.loginCode.attempts,
    limits: requestCounters(parts, owner, address),
    mails: mailLimits(parts, identity),
    budget: isFixed ? withoutShortCodes(budget, owner) : budget,
  });
  if (result.outcome === 'joined') {
    emit({ type: 'code.requested', ip, identity, long: true, joined: true });
    const own = result.kept ? held.own : null;
    const joiners = makeJoinerChallenge(secret, identity, { now, own });
    const { expiresAt } = result;
    return { code: null, joined: true, long: true, challenge: joiners, requestedAt: now, expiresAt };
  }
  if (result.outcome !== 'issued') throw refusalOf(parts, result, request);
  emit({ type: 'code.requested', ip, identity, long: result.long, joined: false });
  const mailed = result.long ? long : short;
  const code = isFixed ? null : mailed;
  const own = (result.kept ? held.own : null) ?? challenge;
  // The long code that she has joined is to work with the answer, too.
  const answered = held.joined ? makeJoinerChallenge(secret, identity, { now, own }) : own;
  return { code, joined: false, long: result.long, challenge: answered, requestedAt: now, expiresAt };
};
