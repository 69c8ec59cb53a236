import { longCodeLength, readChallenge } from '../code/login-code.js';
import type { LoginCodeRequest, RequestOptions } from '../code/login-code-request.js';
import { makeMessageId } from '../code/message-id.js';
import type { ParsedCaller } from '../core/caller.js';
import { AuthError } from '../core/errors.js';
import type { Question } from '../core/question.js';
import type { Place, PlaceRequest } from '../delivery/mail-queue.js';
import { askGuard } from './ask-guard.js';
import { deliverAfterReply, deliverBeforeReply } from './deliver-code.js';
import { type IssuedCode, issueCode } from './issue-code.js';
import { parseIdentity } from './parse-identity.js';
import { readQuestion } from './read-question.js';
import { requireHealth } from './require-health.js';
import type { ServiceParts } from './service-parts.js';
import { type ScheduledMailing, schedule, takePlace } from './take-place.js';

/** A place in the queue is asked for, and what the mail needs of the caller. */
interface CodeRequest extends PlaceRequest {
  readonly question: Question;
}

/** Gives the mail of a code its start time; null where no mail is due. */
const scheduleMail = async (
  parts: ServiceParts,
  place: Place,
  { identity, address, question }: CodeRequest,
  { code, joined, long, requestedAt, expiresAt }: IssuedCode,
): Promise<ScheduledMailing | null> => {
  if (!joined) {
    const mailing = {
      id: makeMessageId(parts.secret, identity),
      identity,
      code,
      long,
      requestedAt,
      expiresAt,
      address,
      question,
    };
    return schedule(parts, mailing, place);
  }
  place.free();
  return null;
};

/** A request that comes to nothing gives its place back. */
const giveBack = (place: Place, error: unknown): void => {
  if (error instanceof AuthError && error.retryAfter !== undefined) place.refuse(error.retryAfter * 1000);
  else place.free();
};

/** Keeps a code and gives its mail a start time. */
const issueAtPlace = async (parts: ServiceParts, request: CodeRequest, offered: string | null) => {
  const place = takePlace(parts, request);
  try {
    const issued = await issueCode(parts, request, { crowded: place.crowded, offered });
    return { issued, mailing: await scheduleMail(parts, place, request, issued) };
  } catch (error) {
    giveBack(place, error);
    throw error;
  }
};

/** Where somebody joins, what is left of the life of the code is less than the whole. */
const answerOf = ({ settings: { loginCode } }: ServiceParts, issued: IssuedCode): LoginCodeRequest => ({
  challenge: issued.challenge,
  expiresIn: Math.max(1, Math.floor((issued.expiresAt - issued.requestedAt) / 1000)),
  resendAfter: loginCode.resendAfter,
  codeLength: issued.long ? longCodeLength : loginCode.length,
});

/**
 * Keeps a code, replies, and then sends it to whoever is allowed in. Everybody else gets the same reply. Past the mails
 * that strangers may ask for, the reply is about the long code that was mailed last.
 */
export const requestLoginCode = async (
  parts: ServiceParts,
  input: string,
  caller: ParsedCaller,
  options: RequestOptions = {},
): Promise<LoginCodeRequest> => {
  const identity = parseIdentity(parts.settings, input);
  // Getters of a host may throw: then a code would be kept for which there is no mail.
  const { replied, waitUntil } = caller;
  const question = readQuestion(parts.settings.mail.chooseLocale, caller);
  // Before anything is counted or kept.
  await requireHealth(parts);
  await askGuard(parts, { action: 'requestLoginCode', identity, caller, question, hasChallenge: false });
  const request = { identity, address: caller.address, question };
  const { issued, mailing } = await issueAtPlace(parts, request, readChallenge(options.challenge));
  if (mailing !== null) {
    if (parts.settings.delivery.mode === 'await') await deliverBeforeReply(parts, mailing);
    else deliverAfterReply(parts, mailing, { replied, waitUntil });
  }
  return answerOf(parts, issued);
};
