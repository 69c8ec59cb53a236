import { withLease } from './lease.js';
import type { WebStorage } from './safe-storage.js';

/** What is used of the Web Locks API. */
interface Locks {
  request(
    name: string,
    options: { readonly signal: AbortSignal } | { readonly ifAvailable: true },
    run: (lock: unknown) => Promise<unknown> | undefined,
  ): Promise<unknown>;
}

/** Runs something while no other tab runs its own, and says whether it had to wait for one. */
export type InTurn = (run: (hasWaited: boolean) => Promise<void>) => Promise<void>;

/** Seconds: a tab that is frozen may hold a lock for ever. */
const patience = 15;

/** Undefined on pages without https, and in old browsers. */
const locksHere = (): Locks | undefined =>
  // Boundary: other programs than browsers have no such thing.
  (globalThis as { readonly navigator?: { readonly locks?: Locks } }).navigator?.locks;

/** A lock that cannot be had in time, or at all, keeps nobody from a refresh: the server forgives two at once. */
const withWebLock = async (locks: Locks, name: string, run: Parameters<InTurn>[0]): Promise<void> => {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), patience * 1000);
  let hasBegun = false;
  let hasWaited = false;
  const begin = (): Promise<void> => {
    hasBegun = true;
    clearTimeout(timer);
    return run(hasWaited);
  };
  try {
    await locks.request(name, { ifAvailable: true }, (lock) => (lock ? begin() : undefined));
    if (hasBegun) return;
    hasWaited = true;
    await locks.request(name, { signal: waiting.signal }, begin);
  } catch (error) {
    if (hasBegun) throw error;
    await begin();
  }
};

/** @param shared - the storage of all tabs; undefined where a page has its own tokens */
export const createTabLock = (shared: WebStorage | undefined, name: string): InTurn => {
  if (!shared) return (run) => run(false);
  return (run) => {
    const locks = locksHere();
    // A lease has let the storage settle already.
    return locks ? withWebLock(locks, name, run) : withLease(shared, `${name} lease`, () => run(false));
  };
};
