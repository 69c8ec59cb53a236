import { inTime } from '../core/deadline.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import type { DeliveryFailure } from './failure/failure.js';
import type { Probe } from './probe.js';

/** What one try to send a mail tells about all others. */
export interface Trial {
  /** A mail was taken. */
  succeeded(): Promise<void>;
  /**
   * A mail was not taken.
   *
   * @param domain where the mail should have gone
   * @returns whom it concerns, as far as this failure and those before it tell
   */
  failed(scope: DeliveryFailure['scope'], domain: string): Promise<DeliveryFailure['scope']>;
}

/** Whether mail can be sent at all, learned from tries and from probes. */
export interface DeliveryHealth {
  /** A try begins. */
  begin(): Trial;
  /** Milliseconds after which to ask again; 0 where mail can be sent, as far as is known. */
  wait(): Promise<number>;
}

/** Domains that refuse us, without a success between, before it looks like everybody's trouble. */
const suspicious = 3;

/** Milliseconds that a caller waits for a probe. */
const patience = 2000;

/** Milliseconds after which a caller may ask again where a probe is still under way. */
const soon = 1000;

/**
 * D2: Only what no recipient can cause opens the breaker by itself. Whatever a recipient can cause (an attacker owns three
 * domains too) is a reason to probe at most. Where there is a probe, it alone closes the breaker: that one mail got
 * through says nothing of a sender that others refuse, so it is a reason to probe as well.
 */
export const createDeliveryHealth = (breaker: CircuitBreaker, probe: Probe | undefined): DeliveryHealth => {
  const refusing = new Set<string>();
  const ask = async (): Promise<void> => {
    const term = breaker.term();
    const result = await probe?.run();
    if (result === 'passed') breaker.succeeded();
    if (result === 'failed') breaker.failed(term);
  };
  const pauseOf = () => Math.max(breaker.wait(), breaker.isOpen() ? (probe?.wait() ?? 0) : 0);
  return {
    begin() {
      const term = breaker.term();
      return {
        async succeeded() {
          refusing.clear();
          if (!probe) breaker.succeeded();
          else if (breaker.isOpen()) await ask();
        },
        async failed(scope, domain) {
          if (scope === 'everybody') {
            breaker.failed(term);
            return scope;
          }
          if (refusing.size < suspicious) refusing.add(domain);
          const isSuspect = refusing.size >= suspicious;
          if (isSuspect || scope === 'unknown') await ask();
          return isSuspect ? 'everybody' : scope;
        },
      };
    },
    async wait() {
      if (probe && breaker.isOpen() && pauseOf() === 0) {
        // It ends by itself: who has waited long enough need not see it.
        await inTime(ask, patience).catch(() => {});
        if (breaker.isOpen()) return Math.max(pauseOf(), soon);
      }
      return pauseOf();
    },
  };
};
