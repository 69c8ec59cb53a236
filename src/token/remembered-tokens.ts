import { LRUCache } from 'lru-cache';

/** Verified tokens, by their whole text, and what they claim. */
export interface RememberedTokens<Claims extends object> {
  get(token: string): Claims | undefined;
  set(token: string, claims: Claims): void;
}

/** Most tokens are of some 500 characters, so this is what counts for them. */
const maxTokens = 10_000;
/** What a token weighs at least, in estimated bytes. */
const minWeight = 1600;
/** 16 MB: this is what counts where tokens hold much. */
const maxBytes = maxTokens * minWeight;

/** What V8 takes for a value that came out of JSON, in bytes, roughly and rather too much. */
const weigh = (value: unknown): number => {
  if (typeof value === 'string') return 24 + 2 * value.length;
  if (typeof value !== 'object' || value === null) return 16;
  const entries = Object.entries(value);
  // Most objects share their names with others, but they need not.
  const names = Array.isArray(value) ? 0 : 64 * entries.length;
  return entries.reduce((bytes, [, inside]) => bytes + 8 + weigh(inside), 80 + names);
};

/** The memory of one process for tokens that it has verified, the least recently used of which are forgotten. */
export const createRememberedTokens = <Claims extends object>(): RememberedTokens<Claims> => {
  const cache = new LRUCache<string, Claims>({
    // `max` would take the memory for all of them at once.
    maxSize: maxBytes,
    sizeCalculation: (claims, token) => Math.max(minWeight, 120 + token.length + weigh(claims)),
  });
  return {
    get: (token) => cache.get(token),
    set(token, claims) {
      // A copy: the text may be a slice, which would keep the whole header alive that it was cut out of.
      cache.set(Buffer.from(token, 'latin1').toString('latin1'), claims);
    },
  };
};
