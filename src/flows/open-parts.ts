import { createEmit, type EventListener, tellAll } from '../core/events.js';
import { inProduction } from '../core/in-production.js';
import { createOperatorWarnings } from '../core/operator-warnings.js';
import { createWatchers } from '../core/watchers.js';
import { createCircuitBreaker } from '../delivery/circuit-breaker.js';
import { createDeferredWork } from '../delivery/deferred-work.js';
import { createDeliveryHealth } from '../delivery/delivery-health.js';
import { createMailDurations } from '../delivery/mail-durations.js';
import { createMailQueue } from '../delivery/mail-queue.js';
import { createMailSchedule } from '../delivery/mail-schedule.js';
import { createProbe, type Probe, patienceOf } from '../delivery/probe.js';
import type { Settings } from '../options/settings.js';
import { listenForComplaints } from '../store/complaints.js';
import { openStore } from '../store/open.js';
import { guardStore } from './guarded-store.js';
import type { ClosedParts } from './service-parts.js';

/** Whoever listens to events hears what there is to know; sentences as well only where a logger asks for them. */
const openListener = ({ onEvent, hasLogger, logger }: Settings): EventListener => {
  const inSentences = createOperatorWarnings(logger, !inProduction());
  if (onEvent === undefined) return inSentences;
  return hasLogger ? tellAll([onEvent, inSentences]) : onEvent;
};

const openProbe = ({ delivery, clock }: Settings): Probe | undefined => {
  const { send, timeout } = delivery;
  return send.check && createProbe(async () => send.check?.(), patienceOf(timeout), clock);
};

/** When mails start, who may wait for it, and whether any can be sent. */
const openMail = (settings: Settings) => {
  const { clock, delivery, loginCode, limits } = settings;
  const { concurrency, queue } = delivery;
  const durations = createMailDurations(clock);
  const schedule = createMailSchedule({
    clock,
    durations,
    concurrency,
    queue,
    lifetime: loginCode.lifetime * 1000,
  });
  const requestsPerIp = limits.requestsPerIp ? limits.requestsPerIp.limit : Number.POSITIVE_INFINITY;
  const breaker = createCircuitBreaker(clock);
  return {
    deferred: createDeferredWork(),
    durations,
    queue: createMailQueue({ clock, schedule, places: queue, requestsPerIp }),
    breaker,
    health: createDeliveryHealth(breaker, openProbe(settings)),
  };
};

const openCache = ({ cache, namespace, storeTimeout, singleProcess, logger }: Settings) =>
  openStore(cache, { namespace, timeout: storeTimeout * 1000, singleProcess, warn: logger.warn });

/** Makes the parts of a service, all but those for which the signing keys are needed. */
export const openParts = <Extra extends object>(settings: Settings<Extra>): ClosedParts<Extra> => {
  const watchers = createWatchers();
  const emit = createEmit(tellAll([openListener(settings), watchers.onEvent]), settings.clock);
  return {
    settings,
    emit,
    watchers,
    store: guardStore(openCache(settings), emit, listenForComplaints(settings.cache), watchers),
    ...openMail(settings),
  };
};
