/** An adapter that may put a namespace before its keys. */
export interface Namespaced {
  namespace?: string | undefined;
}

/** Runs what an adapter is asked, under the namespace that it had at first. */
export type Pin = <Result>(work: () => Result) => Result;

/**
 * Another Keyv over the same adapter changes the namespace of both. What runs through this finds the one that was there
 * when it was made, and whoever comes next the one that is there now: an adapter looks at it before it waits for
 * anything.
 */
export const pinNamespace = (adapters: readonly Namespaced[]): Pin => {
  const taken = adapters
    .filter((adapter) => 'namespace' in adapter)
    .map((adapter) => ({ adapter, namespace: adapter.namespace }));
  const put = (names: typeof taken): void => {
    for (const { adapter, namespace } of names) adapter.namespace = namespace;
  };
  return (work) => {
    if (taken.every(({ adapter, namespace }) => adapter.namespace === namespace)) return work();
    const present = taken.map(({ adapter }) => ({ adapter, namespace: adapter.namespace }));
    put(taken);
    try {
      return work();
    } finally {
      put(present);
    }
  };
};
