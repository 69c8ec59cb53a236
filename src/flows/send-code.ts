import { domainOf } from '../code/identity.js';
import type { Address } from '../core/address.js';
import { inTime, withDeadline } from '../core/deadline.js';
import { mistakeOf } from '../core/mistake.js';
import type { Question } from '../core/question.js';
import { errorName } from '../core/read-error.js';
import { type DeliveryFailure, failureOf } from '../delivery/delivery-failure.js';
import type { Trial } from '../delivery/delivery-health.js';
import { unanswered, unknown } from '../delivery/failure/failure.js';
import { writeMessage } from '../mail/message.js';
import { askClaims } from './ask-claims.js';
import { createCourse } from './course.js';
import type { ServiceParts } from './service-parts.js';

/** A code on its way. */
export interface Mailing {
  /** Random, one per code. */
  readonly id: string;
  readonly identity: string;
  /** null: that of a review account, which gets no mail. */
  readonly code: string | null;
  /** It is a long code, which others join. */
  readonly long: boolean;
  /** Milliseconds since 1970. */
  readonly requestedAt: number;
  /** Milliseconds since 1970; past it nobody needs the mail any more. */
  readonly expiresAt: number;
  readonly address: Address;
  /** What came with the request for it. */
  readonly question: Question;
  /** Aborts when the service closes for good. */
  readonly closing?: AbortSignal | undefined;
}

/** Why one try came to nothing. */
export interface FailedTry {
  /** Whom it concerns; `unknown` where nobody knows. */
  readonly scope: DeliveryFailure['scope'];
  readonly willRetry: boolean;
  /** Whether no mail went out, for a reason that does not lie with its recipient. */
  readonly isUnsent: boolean;
}

type Step = 'claims' | 'template' | 'delivery';

const timeoutOf = ({ settings }: ServiceParts): number => settings.delivery.timeout * 1000;

const isAllowed = async (parts: ServiceParts, { identity, question, closing }: Mailing): Promise<boolean> => {
  const lookup = () => askClaims(parts, identity, { phase: 'request', ...question });
  return (await inTime(lookup, timeoutOf(parts), { signal: closing })) !== null;
};

/** Seconds for which the code is still valid; the mail may have waited. */
const secondsLeft = ({ settings }: ServiceParts, { expiresAt }: Mailing): number =>
  Math.max(1, Math.ceil((expiresAt - settings.clock()) / 1000));

/** Looks up and mails; answers with what there is to tell. The steps are noted before they begin. */
const send = async (
  parts: ServiceParts,
  mailing: Mailing,
  begin: (step: Step) => void,
): Promise<'code.sent' | 'code.withheld' | null> => {
  const { settings, durations } = parts;
  begin('claims');
  if (!(await isAllowed(parts, mailing))) return 'code.withheld';
  const { code } = mailing;
  // C6: only now, so that nobody can tell it from others by when its place is free.
  if (code === null) return null;
  begin('template');
  const write = () => writeMessage({ ...mailing, code }, secondsLeft(parts, mailing), settings.mail);
  const message = await inTime(write, timeoutOf(parts), { signal: mailing.closing });
  begin('delivery');
  const deliver = async (signal: AbortSignal) =>
    settings.delivery.send({ ...message, signal, timeout: settings.delivery.timeout });
  const bring = () => withDeadline(deliver, timeoutOf(parts), { signal: mailing.closing });
  await durations.measure(domainOf(mailing.identity), bring);
  return 'code.sent';
};

/** Whom a failure concerns, and whether to try again. */
export const judge = async (
  trial: Trial,
  step: Step,
  error: unknown,
  { identity, closing }: Pick<Mailing, 'identity' | 'closing'>,
) => {
  // A lookup, a template and an end of our own making say nothing of the mail server.
  if (closing?.aborted) return { ...unanswered, told: unanswered.scope };
  if (step !== 'delivery') {
    const isMistake = mistakeOf(error) !== undefined;
    return { ...unknown, worthRetrying: !isMistake, told: unknown.scope };
  }
  const failure = failureOf(error, identity);
  return { ...failure, told: await trial.failed(failure.scope, domainOf(identity)) };
};

/** Looks up and mails once, and answers with what went wrong, if anything did. It never rejects. */
export const trySending = async (
  parts: ServiceParts,
  mailing: Mailing,
  mayRetry: boolean,
): Promise<FailedTry | null> => {
  const { emit, health } = parts;
  const { identity } = mailing;
  const { ip } = mailing.address;
  const trial = health.begin();
  const course = createCourse<Step>('claims');
  try {
    const type = await send(parts, mailing, course.begin);
    if (type === 'code.withheld') emit({ type, ip, identity });
    if (type !== 'code.sent') return null;
    emit({ type, ip, identity, duration: course.elapsed() });
    await trial.succeeded();
    return null;
  } catch (error) {
    const step = course.step();
    const duration = course.elapsed();
    const { scope, worthRetrying, told } = await judge(trial, step, error, mailing);
    const willRetry = mayRetry && worthRetrying;
    const sentence = mistakeOf(error);
    emit({
      ...{ type: 'code.delivery_failed', ip, identity, step, scope: told, willRetry },
      error: errorName(error, identity, ...(mailing.code === null ? [] : [mailing.code])),
      ...(step === 'delivery' && { duration }),
      ...(sentence !== undefined && { mistake: sentence }),
    });
    return { scope, willRetry, isUnsent: scope !== 'recipient' && worthRetrying };
  }
};
