/** What the client needs of Web Storage: `localStorage` and `sessionStorage` fit. */
export interface WebStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Undefined where it throws. */
const attempt = <Value>(run: () => Value): Value | undefined => {
  try {
    return run();
  } catch {
    return undefined;
  }
};

/** A storage of this page. A browser that blocks cookies throws at a mere look. */
export const storageHere = (name: 'localStorage' | 'sessionStorage'): WebStorage | undefined =>
  attempt(() => (globalThis as { readonly [name in typeof name]?: WebStorage })[name]);

/**
 * A storage that never throws. What cannot be written (it is full, or forbidden) is remembered by this page alone, and what
 * was there before is taken away: after a reload nobody may find an older token.
 */
export const createSafeStorage = (storage: WebStorage | undefined): WebStorage => {
  const unwritten = new Map<string, string>();
  const remove = (key: string): void => {
    unwritten.delete(key);
    attempt(() => storage?.removeItem(key));
  };
  return {
    getItem: (key) => unwritten.get(key) ?? attempt(() => storage?.getItem(key)) ?? null,
    setItem(key, value) {
      unwritten.delete(key);
      const written = attempt(() => {
        storage?.setItem(key, value);
        return storage !== undefined;
      });
      if (written) return;
      remove(key);
      unwritten.set(key, value);
    },
    removeItem: remove,
  };
};
