/** Where the state of a service stands in the contexts of its operations. */
export interface ContextKey {
  /** `auth`, unless another one was chosen. */
  current(): string;
  /**
   * Chooses another one, before the first operation.
   *
   * @throws {TypeError} where two schemas of the service have chosen different ones: a context has it once
   */
  choose(key: string): void;
}

/** The key that a service uses until another one is chosen. */
export const defaultContextKey = 'auth';

/** The key of a service. */
export const createContextKey = (): ContextKey => {
  let chosen: string | undefined;
  return {
    current: () => chosen ?? defaultContextKey,
    choose(key) {
      if (chosen !== undefined && chosen !== key) {
        throw new TypeError(
          `emailAuth.contextKey is '${chosen}' in another schema of this service, and '${key}' here: it must be the same`,
        );
      }
      chosen = key;
    },
  };
};
