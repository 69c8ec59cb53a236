import type { Clock } from '../core/clock.js';

/** How long mails take, as far as they were measured lately. */
export interface MailDurations {
  /** Measures the sending of one mail to a domain, however it ends. */
  measure<Result>(domain: string, send: () => Promise<Result>): Promise<Result>;
  /** Milliseconds: the median over the medians of all domains; null where no mail was measured lately. */
  median(): number | null;
}

interface Sample {
  /** When the mail was over: milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** What is remembered: at most 9,000 numbers, for an hour. */
const bounds = { domains: 1000, samplesPerDomain: 9, age: 3_600_000 };

/** The lower one of the middle two: one slow domain beside one quick one does not count. */
const lowerMedian = (values: readonly number[]): number | null =>
  [...values].sort((a, b) => a - b)[(values.length - 1) >> 1] ?? null;

/** Each domain has one voice, however many mails it gets: no domain, and no stranger with one, sets the median alone. */
export const createMailDurations = (clock: Clock): MailDurations => {
  // In the order of their last mails.
  const domains = new Map<string, Sample[]>();

  const remember = (domain: string, sample: Sample): void => {
    const samples = [...(domains.get(domain) ?? []), sample].slice(-bounds.samplesPerDomain);
    domains.delete(domain);
    domains.set(domain, samples);
    const [oldest] = domains.keys();
    if (domains.size > bounds.domains && oldest !== undefined) domains.delete(oldest);
  };

  return {
    async measure(domain, send) {
      const began = clock();
      try {
        return await send();
      } finally {
        const at = clock();
        // The machine's clock can be set back.
        remember(domain, { at, duration: Math.max(0, at - began) });
      }
    },
    median() {
      const oldest = clock() - bounds.age;
      const medians = [...domains.values()]
        .map((samples) => samples.filter(({ at }) => at > oldest).map(({ duration }) => duration))
        .map(lowerMedian)
        .filter((median) => median !== null);
      return lowerMedian(medians);
    },
  };
};
