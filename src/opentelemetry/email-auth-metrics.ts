import { type BatchObservableResult, type Meter, metrics } from '@opentelemetry/api';
import type { AuthEvent } from '../core/events.js';
import { version } from '../core/version.js';
import type { StepReport } from '../core/watchers.js';
import type { EmailAuth } from '../email-auth.js';
import { counterTexts, countingOf, mailAttributes } from './event-counters.js';
import { createFewWords } from './few-words.js';

/** Seconds: a step of the cache is a round trip, a mail a conversation. */
const bounds = {
  step: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  mail: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
};

const histogram = (meter: Meter, name: string, description: string, explicitBucketBoundaries: number[]) =>
  meter.createHistogram(name, { unit: 's', description, advice: { explicitBucketBoundaries } });

/** Counts every event, and measures what took time. */
const openWatcher = (meter: Meter) => {
  const counters = new Map(
    counterTexts.map(({ name, ...options }) => [name, meter.createCounter(name, options)]),
  );
  const mails = histogram(
    meter,
    'email_auth.mail.duration',
    'What the delivery of a mail took.',
    bounds.mail,
  );
  const ofFew = createFewWords();
  const stepText = 'What a step of the cache took.';
  const steps = histogram(meter, 'email_auth.store.step.duration', stepText, bounds.step);
  return {
    onEvent: (event: AuthEvent) => {
      const hasWord = event.type === 'store.unavailable' && event.code !== undefined;
      const counting = countingOf(hasWord ? { ...event, code: ofFew(event.code) } : event);
      if (counting) counters.get(counting.counter.name)?.add(1, counting.attributes);
      if ('duration' in event) mails.record(event.duration, mailAttributes(event));
    },
    onStep: ({ step, duration, failure }: StepReport) =>
      steps.record(duration, {
        'email_auth.store.step': step,
        ...(failure !== null && { 'error.type': ofFew(failure) }),
      }),
  };
};

/** Has the state of a service read whenever the figures are collected; answers with what ends it. */
const observeStatus = (meter: Meter, auth: Pick<EmailAuth, 'status'>): (() => void) => {
  const length = meter.createObservableGauge('email_auth.queue.length', {
    unit: '{mail}',
    description: 'Requests for a code whose mails have not begun.',
  });
  const open = meter.createObservableGauge('email_auth.breaker.open', {
    unit: '1',
    description: '1 while no mail can be sent to anybody, else 0.',
  });
  const observe = (result: BatchObservableResult) => {
    const { queueLength, breakerOpen } = auth.status();
    result.observe(length, queueLength);
    result.observe(open, breakerOpen ? 1 : 0);
  };
  const gauges = [length, open];
  meter.addBatchObservableCallback(observe, gauges);
  return () => meter.removeBatchObservableCallback(observe, gauges);
};

/**
 * Measures a service by OpenTelemetry: requests, logins, refusals by limit, mails by outcome and duration, steps of the
 * cache by duration and failure, the length of the mail queue, and the circuit breaker. Beside it, `onEvent` and `logger`
 * work as ever. No attribute holds an identity, an address, a code or a token. The table of names is in docs/watching.md.
 *
 * @param meter - default: a meter of the global provider, which must be set by then
 * @returns what ends it
 * @throws {TypeError} where `auth` is no service
 * @example
 * metrics.setGlobalMeterProvider(new MeterProvider({ readers: [new PrometheusExporter()] }));
 * const auth = createEmailAuth({ … });
 * emailAuthMetrics(auth);
 * @see https://opentelemetry.io/docs/specs/semconv/general/metrics/
 */
export const emailAuthMetrics = (
  auth: Pick<EmailAuth, 'forPlugins' | 'status'>,
  meter: Meter = metrics.getMeter('pothos-plugin-email-auth', version),
): (() => void) => {
  if (typeof auth?.forPlugins?.watch !== 'function') {
    throw new TypeError('auth must be the service that createEmailAuth makes');
  }
  const endWatching = auth.forPlugins.watch(openWatcher(meter));
  const endObserving = observeStatus(meter, auth);
  return () => {
    endWatching();
    endObserving();
  };
};
