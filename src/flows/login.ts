import { readJoinerChallenge } from '../code/joiner-challenge.js';
import { readChallenge } from '../code/login-code.js';
import type { LoginInput } from '../code/login-input.js';
import { hashChallenge } from '../code/secret.js';
import type { Address } from '../core/address.js';
import type { ParsedCaller, Reply } from '../core/caller.js';
import { AuthError } from '../core/errors.js';
import type { NetworkCounter } from '../limit/limits.js';
import { writeOrigin } from '../session/origin.js';
import type { AuthTokens } from '../token/auth-tokens.js';
import { askClaims } from './ask-claims.js';
import { askGuard } from './ask-guard.js';
import {
  codeBudget,
  failureCounters,
  homeNetworkOf,
  joinerAttempts,
  joinerLifetime,
  refuseLimited,
  resendCounters,
} from './counters.js';
import { endOneSession } from './end-one-session.js';
import { issueTokens, randomId } from './issue-tokens.js';
import { endByToken } from './logout.js';
import { notifyAfterReply } from './notify.js';
import { parseIdentity } from './parse-identity.js';
import { readGuess } from './read-guess.js';
import { readQuestion } from './read-question.js';
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

/** Redeems the code; its session begins in the same step. */
const redeem = async (parts: ServiceParts, input: LoginInput, identity: string, caller: ParsedCaller) => {
  const { settings, secret, store } = parts;
  const { ip, address } = caller;
  const limits = failureCounters(parts, address);
  const owner = secret.identityNames(identity);
  const now = settings.clock();
  const guess = readGuess(parts, identity, input.code, now);
  const session = { id: randomId(), expiresAt: now + settings.firstLifetime * 1000 };
  const result = await store.redeem({
    now,
    owner,
    network: homeNetworkOf(parts, address),
    ...challengesOf(parts, input, identity, now),
    ...guess,
    limits: limits.map(({ counter }) => counter),
    budget: codeBudget(parts, owner[0]),
    session:
      settings.sessions === 'stateless'
        ? null
        : { ...session, origin: writeOrigin(caller, settings.mail.readUserAgent), max: settings.maxSessions },
  });
  if (result.outcome === 'limited') throw refuseLimited(parts, result, ip, identity);
  if (result.outcome === 'wrong') {
    // A double click is no attempt.
    if (result.repeated) throw new AuthError('INVALID_LOGIN_CODE', {});
    const filled = limits.filter(({ counter }) => result.filled.includes(counter.name));
    reportBlocks(parts, ip, filled);
    throw refuse(parts, { identity, ip, reason: 'code', compared: result.compared });
  }
  const { spent, network, surplus } = result;
  return {
    session: { ...session, identity, generation: 1, rotatedAt: now, beganAt: now },
    ...{ network, surplus, reviewAccount: guess.reusable === true },
    // A code that stays need not come back.
    spent: guess.reusable ? null : spent,
  };
};

/**
 * Ends the session that this one replaces, and the oldest where there are too many. Only now that the tokens are made: and
 * before anybody is told of the login, so that the code works again where the cache fails here.
 */
const endOthers = async (
  parts: ServiceParts,
  { session: { identity }, surplus }: Awaited<ReturnType<typeof redeem>>,
  refreshToken: LoginInput['refreshToken'],
  caller: ParsedCaller,
): Promise<void> => {
  const replaced =
    typeof refreshToken === 'string' ? await endByToken(parts, refreshToken, caller, 'login') : null;
  // Its place is free, unless it was one of somebody else's.
  const isFree = replaced?.identity === identity && !surplus.includes(replaced.session);
  const oldest = isFree ? surplus.slice(0, -1) : surplus;
  await Promise.all(oldest.map((session) => endOneSession(parts, { identity, session }, caller.ip, 'limit')));
};

/**
 * Nobody gets tokens for this session, so it ends, and a new code may be asked for at once. After an outage the code
 * works again.
 */
const abandon = async (
  parts: ServiceParts,
  { session, spent, network }: Awaited<ReturnType<typeof redeem>>,
  address: Address,
  refused: boolean,
): Promise<void> => {
  const owner = parts.secret.identityNames(session.identity);
  const counters = resendCounters(parts, owner[0], address).map(({ name }) => name);
  await parts.store.abandon({
    now: parts.settings.clock(),
    ...{ owner, session: parts.settings.sessions === 'stateless' ? null : session.id, counters },
    network: network === 'first' || network === 'new' ? homeNetworkOf(parts, address) : null,
    spent: refused ? null : spent,
  });
};

/** When the answer leaves; null where nothing is done after it. Getters of a host may throw: then no code is spent. */
const replyOf = ({ settings }: ServiceParts, caller: ParsedCaller): Reply | null =>
  settings.mail.notifyNewNetwork ? { replied: caller.replied, waitUntil: caller.waitUntil } : null;

/** Swaps a code for tokens. `claims` is asked last, so that wrong codes tell nothing about who is known. */
export const login = async <Extra extends object>(
  parts: ServiceParts<Extra>,
  input: LoginInput,
  caller: ParsedCaller,
): Promise<AuthTokens<Extra>> => {
  const identity = parseIdentity(parts.settings, input.identity);
  const { ip, address } = caller;
  const question = readQuestion(parts.settings.mail.chooseLocale, caller);
  const reply = replyOf(parts, caller);
  const hasChallenge = readChallenge(input.challenge) !== null;
  if (!hasChallenge && parts.settings.loginCode.binding === 'required') {
    throw refuse(parts, { identity, ip, reason: 'code', compared: 0 });
  }
  // Before a code is spent: without them, nobody could sign what it is to be swapped for.
  await parts.keyring();
  await askGuard(parts, { action: 'login', identity, caller, question, hasChallenge });
  const redeemed = await redeem(parts, input, identity, caller);
  try {
    const extra = await askClaims(parts, identity, { phase: 'login', ...question });
    if (extra === null) throw refuse(parts, { identity, ip, reason: 'claims', compared: 0 });
    const tokens = await issueTokens(parts, redeemed.session, extra);
    await endOthers(parts, redeemed, input.refreshToken, caller);
    const { id: session, beganAt: loggedInAt } = redeemed.session;
    const { reviewAccount } = redeemed;
    const newNetwork = redeemed.network === 'new';
    parts.emit({ type: 'login.succeeded', ip, identity, session, newNetwork, reviewAccount });
    if (newNetwork && reply !== null && !reviewAccount)
      notifyAfterReply(parts, { identity, session, loggedInAt, caller, question }, reply);
    return tokens;
  } catch (error) {
    const refused = error instanceof AuthError && error.code === 'INVALID_LOGIN_CODE';
    await abandon(parts, redeemed, address, refused);
    throw error;
  }
};
