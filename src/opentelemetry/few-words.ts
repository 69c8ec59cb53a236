/** Far more than there are: Node has a hundred words for a connection that fails, and a Redis some twenty. */
const most = 100;

/**
 * Answers with the word, as long as there have been few. A word such as `ECONNREFUSED` comes from the client of a cache, or
 * from the host's loader of keys. If each error had a word of its own, each would be a series of its own.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/ for `_OTHER`
 */
export const createFewWords = (): ((word: string) => string) => {
  const known = new Set<string>();
  return (word) => {
    if (known.size < most) known.add(word);
    return known.has(word) ? word : '_OTHER';
  };
};
