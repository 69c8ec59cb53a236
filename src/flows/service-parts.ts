import type { Secret } from '../code/secret.js';
import type { Emit } from '../core/events.js';
import type { Watchers } from '../core/watchers.js';
import type { CircuitBreaker } from '../delivery/circuit-breaker.js';
import type { DeferredWork } from '../delivery/deferred-work.js';
import type { DeliveryHealth } from '../delivery/delivery-health.js';
import type { MailDurations } from '../delivery/mail-durations.js';
import type { MailQueue } from '../delivery/mail-queue.js';
import type { Settings } from '../options/settings.js';
import type { Store } from '../store/port.js';
import type { Keyring } from '../token/keyring.js';
import type { Tokens } from '../token/token.js';

/** What there is before the signing keys are known. */
export interface ClosedParts<Extra extends object = object> {
  readonly settings: Settings<Extra>;
  /** Rejects with `SERVICE_UNAVAILABLE` only. */
  readonly store: Store;
  readonly deferred: DeferredWork;
  readonly durations: MailDurations;
  readonly queue: MailQueue;
  /** Refuses requests for a code while no mail can be sent. */
  readonly breaker: CircuitBreaker;
  /** Opens and closes the breaker. */
  readonly health: DeliveryHealth;
  readonly emit: Emit;
  /** Those who measure: they hear of every event and every step. */
  readonly watchers: Watchers;
}

/** What the flows are made of. */
export interface ServiceParts<Extra extends object = object> extends ClosedParts<Extra> {
  readonly secret: Secret;
  /** Imports the keys, once. */
  readonly keyring: () => Promise<Keyring>;
  readonly tokens: Tokens;
}

/** Loads the signing keys when they are first needed. Rejects with `SERVICE_UNAVAILABLE` only. */
export type OpenParts<Extra extends object = object> = () => Promise<ServiceParts<Extra>>;
