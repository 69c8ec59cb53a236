import { inTime, withDeadline } from '../core/deadline.js';
import { mistakeOf } from '../core/mistake.js';
import { errorName } from '../core/read-error.js';
import { type NoticeSource, writeNotice } from '../mail/notice.js';
import { createCourse } from './course.js';
import { judge } from './send-code.js';
import type { ServiceParts } from './service-parts.js';

/** A notice on its way. */
export interface Notice extends NoticeSource {
  readonly ip: string | null;
  /** Aborts when the service closes for good. */
  readonly closing?: AbortSignal | undefined;
}

type Step = 'template' | 'delivery';

/** Writes and sends. The steps are noted before they begin. */
const send = async (
  { settings: { delivery, mail } }: ServiceParts,
  notice: Notice,
  begin: (step: Step) => void,
): Promise<void> => {
  const { timeout } = delivery;
  const options = { signal: notice.closing };
  begin('template');
  const message = await inTime(() => writeNotice(notice, mail), timeout * 1000, options);
  begin('delivery');
  const bring = async (signal: AbortSignal) => delivery.send.notify?.({ ...message, signal, timeout });
  await withDeadline(bring, timeout * 1000, options);
};

/** Writes and sends a notice once, and answers with whether it is to be tried again. It never rejects. */
export const tryNotifying = async (
  parts: ServiceParts,
  notice: Notice,
  mayRetry: boolean,
): Promise<boolean> => {
  const { emit, health } = parts;
  const { ip, identity, session } = notice;
  const trial = health.begin();
  const course = createCourse<Step>('template');
  try {
    await send(parts, notice, course.begin);
    emit({ type: 'notice.sent', ip, identity, session, duration: course.elapsed() });
    await trial.succeeded();
    return false;
  } catch (error) {
    const step = course.step();
    const duration = course.elapsed();
    const { worthRetrying, told } = await judge(trial, step, error, notice);
    const willRetry = mayRetry && worthRetrying;
    const sentence = mistakeOf(error);
    emit({
      ...{ type: 'notice.delivery_failed', ip, identity, session, step, scope: told, willRetry },
      error: errorName(error, identity),
      ...(step === 'delivery' && { duration }),
      ...(sentence !== undefined && { mistake: sentence }),
    });
    return willRetry;
  }
};
