import { readJoinerChallenge } from '../code/joiner-challenge.js';
import { normalizeCode, readChallenge } from '../code/login-code.js';
import { hashChallenge } from '../code/secret.js';
import type { Address } from '../core/address.js';
import type { ParsedCaller } from '../core/caller.js';
import { AuthError } from '../core/errors.js';
import type { AuthTokens, LoginInput } from '../email-auth.js';
import type { NetworkCounter } from '../limit/limits.js';
import { writeOrigin } from '../session/origin.js';
import { askClaims } from './ask-claims.js';
import {
  codeBudget,
  failureCounters,
  homeNetworkOf,
  joinerAttempts,
  joinerLifetime,
  refuseLimited,
  resendCounters,
} from './counters.js';
import { issueTokens, randomId } from './issue-tokens.js';
import { parseIdentity } from './parse-identity.js';
import type { ServiceParts } from './service-parts.js';

type Failure = {
  readonly identity: string;
  readonly ip: string | null;
  readonly reason: 'code' | 'claims';
  readonly compared: number;
};

/** E2: one refusal for all that can be wrong with a code. Only the operator is told more. */
const refuse = ({ emit }: ServiceParts, failure: Failure): AuthError<'INVALID_LOGIN_CODE'> => {
  emit({ type: 'login.failed', ...failure });
  return new AuthError('INVALID_LOGIN_CODE', {});
};

/** Once per block: what comes while it lasts is refused before it is counted. */
const reportBlocks = ({ emit }: ServiceParts, ip: string | null, filled: readonly NetworkCounter[]): void => {
  for (const { network, counter } of filled) {
    emit({ type: 'ip.blocked', ip, network, seconds: counter.window / 1000 });
  }
};

/** What the challenge of a guess is to the store. */
const challengesOf = (parts: ServiceParts, input: LoginInput, identity: string, now: number) => {
  const challenge = readChallenge(input.challenge);
  if (challenge === null) return { challenge: null, joiner: null };
  const joiner = readJoinerChallenge(parts.secret, identity, challenge, {
    now,
    lifetime: joinerLifetime(parts),
  });
  return {
    challenge: hashChallenge(joiner?.own ?? challenge),
    joiner: joiner === null ? null : joinerAttempts(parts, joiner.hash),
  };
};

/** C1: live codes beside those of the challenge with which a guess is compared: the mail of the request before this one. */
const otherCodes = 2;

/** Redeems the code; its session begins in the same step. */
const redeem = async (parts: ServiceParts, input: LoginInput, identity: string, caller: ParsedCaller) => {
  const { settings, secret, store } = parts;
  const { ip, address } = caller;
  const limits = failureCounters(parts, address);
  const owner = secret.identityNames(identity);
  const code = normalizeCode(input.code, settings.shortCodeDigits);
  const now = settings.clock();
  const session = { id: randomId(), expiresAt: now + settings.refreshToken.lifetime * 1000 };
  const result = await store.redeem({
    now,
    owner,
    network: homeNetworkOf(parts, address),
    ...challengesOf(parts, input, identity, now),
    digests: code === null ? [] : secret.codeDigests(identity, code),
    limits: limits.map(({ counter }) => counter),
    budget: codeBudget(parts, owner[0]),
    others: settings.loginCode.binding === 'required' ? 0 : otherCodes,
    session:
      settings.sessions === 'stateless'
        ? null
        : { ...session, origin: writeOrigin(caller), max: settings.maxSessions },
  });
  if (result.outcome === 'limited') throw refuseLimited(parts, result, ip, identity);
  if (result.outcome === 'wrong') {
    // A double click is no attempt.
    if (result.repeated) throw new AuthError('INVALID_LOGIN_CODE', {});
    const filled = limits.filter(({ counter }) => result.filled.includes(counter.name));
    reportBlocks(parts, ip, filled);
    throw refuse(parts, { identity, ip, reason: 'code', compared: result.compared });
  }
  for (const ended of result.ended)
    parts.emit({ type: 'session.ended', ip, identity, session: ended, reason: 'limit' });
  return { session: { ...session, identity, generation: 1, rotatedAt: now }, spent: result.spent };
};

/**
 * Nobody gets tokens for this session, so it ends, and a new code may be asked for at once. After an outage the code
 * works again.
 */
const abandon = async (
  parts: ServiceParts,
  { session, spent }: Awaited<ReturnType<typeof redeem>>,
  address: Address,
  refused: boolean,
): Promise<void> => {
  const owner = parts.secret.identityNames(session.identity);
  const counters = resendCounters(parts, owner[0], address).map(({ name }) => name);
  const now = parts.settings.clock();
  await parts.store.abandon({ now, owner, session: session.id, spent: refused ? null : spent, counters });
};

/** Swaps a code for tokens. `claims` is asked last, so that wrong codes tell nothing about who is known. */
export const login = async <Extra extends object>(
  parts: ServiceParts<Extra>,
  input: LoginInput,
  caller: ParsedCaller,
): Promise<AuthTokens<Extra>> => {
  const identity = parseIdentity(parts.settings, input.identity);
  const { ip, address } = caller;
  if (readChallenge(input.challenge) === null && parts.settings.loginCode.binding === 'required') {
    throw refuse(parts, { identity, ip, reason: 'code', compared: 0 });
  }
  const redeemed = await redeem(parts, input, identity, caller);
  try {
    const extra = await askClaims(parts, identity, { phase: 'login', ip });
    if (extra === null) throw refuse(parts, { identity, ip, reason: 'claims', compared: 0 });
    const tokens = await issueTokens(parts, redeemed.session, extra);
    parts.emit({ type: 'login.succeeded', ip, identity, session: redeemed.session.id });
    return tokens;
  } catch (error) {
    const refused = error instanceof AuthError && error.code === 'INVALID_LOGIN_CODE';
    await abandon(parts, redeemed, address, refused);
    throw error;
  }
};
