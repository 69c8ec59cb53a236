import type { HeaderLookup, ParsedCaller } from '../core/caller.js';
import { withDeadline } from '../core/deadline.js';
import { AuthError, isAuthError } from '../core/errors.js';
import { mistake, mistakeOf } from '../core/mistake.js';
import type { Question } from '../core/question.js';
import { errorName, readProperty } from '../core/read-error.js';
import type { Budget } from '../limit/limits.js';
import type { LoginAttempt } from '../options/guard-option.js';
import type { MailLimits, PressureStep } from '../store/code-steps.js';
import { codeBudget, failureCounters, mailLimits, refuseLimited, requestCounters } from './counters.js';
import type { ServiceParts } from './service-parts.js';

/** What is about to be done, and for whom. */
export interface Attempted {
  readonly action: LoginAttempt['action'];
  readonly identity: string;
  readonly caller: ParsedCaller;
  readonly question: Question;
  /** Whether a guess brings a challenge. */
  readonly hasChallenge: boolean;
}

type Counters = Omit<PressureStep, 'now'>;

const isThere = <Value>(value: Value | null): value is Value => value !== null;

/**
 * All mails, against the share of strangers. What strangers alone have asked for would tell a caller on a network that the
 * identity knows that it does (E1): it is not counted there.
 */
const mailsOf = (mails: MailLimits | null): Budget | null =>
  mails && { ...mails.all, limit: mails.strangers };

const ofRequest = (parts: ServiceParts, { identity, caller: { address } }: Attempted): Counters => {
  const [owner] = parts.secret.identityNames(identity);
  const limits = requestCounters(parts, owner, address);
  const { shortCodes, failures, all } = codeBudget(parts, owner);
  return {
    limits,
    // The pause between two codes is full after one.
    counters: limits.filter(({ option }) => option !== 'resendAfter'),
    budgets: [mailsOf(mailLimits(parts, identity)), shortCodes, failures, all].filter(isThere),
  };
};

const ofLogin = (parts: ServiceParts, { identity, caller, hasChallenge }: Attempted): Counters => {
  const [owner] = parts.secret.identityNames(identity);
  const counters = failureCounters(parts, caller.address).map(({ counter }) => counter);
  const { failures, all } = codeBudget(parts, owner);
  return {
    // L6: whether the challenge is one, the step that redeems the code finds out.
    limits: hasChallenge ? counters.filter(({ sparesHolders }) => !sparesHolders) : counters,
    counters,
    budgets: [failures, all].filter(isThere),
  };
};

/** How near the limits are, from 0 to 1. */
const measure = async (parts: ServiceParts, attempted: Attempted): Promise<number> => {
  const { identity, caller, action } = attempted;
  const counters = action === 'login' ? ofLogin(parts, attempted) : ofRequest(parts, attempted);
  const found = await parts.store.pressure({ now: parts.settings.clock(), ...counters });
  if (found.outcome === 'limited') throw refuseLimited(parts, found, caller.ip, identity);
  return found.percent / 100;
};

const isCredential = (name: string): boolean =>
  name === 'authorization' || name === 'cookie' || name.startsWith('proxy-');

/** X1: without what logs the caller in elsewhere. */
const harmless = (headers: HeaderLookup | undefined): HeaderLookup =>
  Object.freeze({
    get: (name: string) => {
      const lower = name.toLowerCase();
      return isCredential(lower) ? null : (headers?.get(lower) ?? null);
    },
  });

/** One line, and something in it that can be seen. */
const reasonPattern = /^(?=.*\S)[^\p{C}\p{Zl}\p{Zp}]{1,100}$/u;

const ask = async ({ settings }: ServiceParts, attempted: Attempted, pressure: number): Promise<void> => {
  const { action, identity, caller, question } = attempted;
  const headers = harmless(caller.headers);
  const about = { ...question, action, identity, headers, pressure: async () => pressure };
  const answer: unknown = await withDeadline(
    async (signal) => settings.guard?.(Object.freeze({ ...about, signal })),
    settings.delivery.timeout * 1000,
  );
  // `false` means no in most libraries: to let it pass would open the door to everybody.
  if (answer !== undefined) {
    throw mistake('guard must answer with nothing, or throw an AuthError with the code REQUEST_REFUSED');
  }
};

const isRefusal = (error: unknown): error is AuthError<'REQUEST_REFUSED'> =>
  isAuthError(error) && error.code === 'REQUEST_REFUSED';

/** What the attempt gets for what the guard has thrown. */
const answerTo = (
  { emit }: ServiceParts,
  { action, identity, caller: { ip } }: Attempted,
  error: unknown,
): AuthError => {
  const reason = isRefusal(error) ? readProperty(error, 'reason') : undefined;
  if (typeof reason === 'string' && reasonPattern.test(reason)) {
    emit({ type: 'request.refused', ip, identity, action, reason });
    return new AuthError('REQUEST_REFUSED', { reason });
  }
  const sentence = isRefusal(error)
    ? 'guard must refuse with a reason of 1 to 100 characters'
    : mistakeOf(error);
  emit({
    ...{ type: 'store.unavailable', ip, step: 'guard', error: errorName(error, identity) },
    ...(sentence !== undefined && { mistake: sentence }),
  });
  // X1: without the error as its cause, for it is likely to quote what it was asked about.
  return new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 });
};

/**
 * G1: Asks the `guard` option, where there is one, before anything is looked up, so that nothing it says or takes can tell
 * known addresses from unknown ones; and after the limits, so that whoever they refuse costs nothing more.
 *
 * @throws {AuthError} `REQUEST_REFUSED`, `TOO_MANY_REQUESTS`, `SERVICE_UNAVAILABLE`
 */
export const askGuard = async (parts: ServiceParts, attempted: Attempted): Promise<void> => {
  if (parts.settings.guard === undefined) return;
  const pressure = await measure(parts, attempted);
  try {
    await ask(parts, attempted, pressure);
  } catch (error) {
    throw answerTo(parts, attempted, error);
  }
};
