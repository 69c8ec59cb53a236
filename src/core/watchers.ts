import { stopwatch } from './clock.js';
import type { EventListener } from './events.js';
import { callHarmlessly } from './harmless.js';

/** What is told of one step of the store. */
export interface StepReport {
  /** Such as `redeem`. */
  readonly step: string;
  /** Seconds. */
  readonly duration: number;
  /** Why it failed, in one word such as `ECONNREFUSED`; null where it did not. */
  readonly failure: string | null;
}

/** Somebody who measures a service. What it throws changes nothing. */
export interface Watcher {
  readonly onEvent: EventListener;
  readonly onStep: (report: StepReport) => void;
}

/** Those who measure a service: nobody, as a rule. */
export interface Watchers {
  /** @returns what removes it */
  add(watcher: Watcher): () => void;
  readonly onEvent: EventListener;
  /** A step begins. What it answers with is called when the step is over. */
  beginStep(step: string): (failure: string | null) => void;
}

const nobodyMeasures = (): void => {};

/** Makes an empty list of watchers. While it is empty, no step is measured. */
export const createWatchers = (): Watchers => {
  const watchers = new Set<Watcher>();
  const tell = (say: (watcher: Watcher) => void): void => {
    // A copy: whoever is added while they are told hears of the next one.
    for (const watcher of [...watchers]) callHarmlessly(() => say(watcher));
  };
  return {
    add(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    onEvent: (event) => tell(({ onEvent }) => onEvent(event)),
    beginStep(step) {
      if (watchers.size === 0) return nobodyMeasures;
      const elapsed = stopwatch();
      return (failure) => {
        const report = { step, duration: elapsed(), failure };
        tell(({ onStep }) => onStep(report));
      };
    },
  };
};
