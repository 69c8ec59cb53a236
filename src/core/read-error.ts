/**
 * H1: Reads a property of something that was thrown. Anything can be thrown: null, a revoked Proxy, an object whose getters
 * throw. What cannot be read is undefined.
 */
export const readProperty = (thrown: unknown, name: PropertyKey): unknown => {
  try {
    // Boundary: null and undefined throw here, and everything else has properties or answers with undefined.
    return (thrown as Readonly<Record<PropertyKey, unknown>>)[name];
  } catch {
    return undefined;
  }
};

const deepest = 5;

/** What was thrown, its cause, the cause of that, and so on: five at most, for an error can be its own cause. */
export const causesOf = (thrown: unknown): readonly unknown[] => {
  const chain: unknown[] = [thrown];
  for (let cause = readProperty(thrown, 'cause'); cause !== undefined && chain.length < deepest; ) {
    chain.push(cause);
    cause = readProperty(cause, 'cause');
  }
  return chain;
};

const word = /^[\w$.-]{1,64}$/;

const isWord = (value: unknown): value is string => typeof value === 'string' && word.test(value);

const isError = (thrown: unknown): boolean => {
  try {
    return thrown instanceof Error;
  } catch {
    return false;
  }
};

/**
 * X1: Names an error for an event or a log without quoting it: messages of mail and cache clients hold addresses and URLs.
 *
 * @param hidden what must not be in the name, such as a login code that the error has taken for its own
 */
export const errorName = (thrown: unknown, ...hidden: readonly string[]): string => {
  if (!isError(thrown)) return typeof thrown;
  const name = readProperty(thrown, 'name');
  const code = readProperty(thrown, 'code');
  const kind = isWord(name) ? name : 'Error';
  const full = typeof code === 'number' || isWord(code) ? `${kind} (${code})` : kind;
  return hidden.some((secret) => full.includes(secret)) ? 'Error' : full;
};
