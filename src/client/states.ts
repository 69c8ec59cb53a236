import type { AuthState, SignedIn } from './auth-client.js';
import { callListeners } from './call-listeners.js';
import { type CodeRequest, codeSentOf } from './code-request.js';
import type { Aged, Kept } from './kept.js';
import type { Session } from './session.js';

/** What a page shows, and who is told. */
export interface States<Claims extends object | null> {
  readonly state: () => AuthState<Claims>;
  readonly subscribe: (listener: () => void) => () => void;
  /** Tells the listeners, if the state is another one than before. */
  readonly tell: () => void;
  /** The server has ended the session. */
  readonly end: (reason: string | undefined) => void;
}

/** What other tabs do, and a page that was left and comes back. */
const signs = ['storage', 'pageshow'];

/** What is used of a window. */
interface Target {
  addEventListener?(type: string, listener: () => void): void;
  removeEventListener?(type: string, listener: () => void): void;
}

/** @param codeRequest - the request for a code that this page has made */
export const createStates = <Claims extends object | null>(
  sessions: Kept<Session>,
  codeRequest: () => Aged<CodeRequest> | null,
): States<Claims> => {
  const listeners = new Set<() => void>();
  // Boundary: only browsers have events of storages.
  const target = globalThis as Target;
  let ended: string | undefined;
  let key: unknown;
  let state: AuthState<Claims> = { status: 'signedOut' };

  /** What it shows stays the same object as long as its key does. */
  const keep = (newKey: unknown, make: () => AuthState<Claims>): AuthState<Claims> => {
    if (newKey !== key) state = make();
    key = newKey;
    return state;
  };

  const look = (): AuthState<Claims> => {
    const session = sessions.read()?.thing;
    if (session) {
      ended = undefined;
      // Boundary: the host says what its claims are.
      const claims = session.claims as SignedIn<Claims>['claims'];
      return keep(JSON.stringify([session.sid, claims]), () => ({ status: 'signedIn', claims }));
    }
    const request = codeRequest();
    if (request) return keep(request, () => codeSentOf(request));
    return keep(ended, () => ({ status: 'signedOut', ...(ended !== undefined && { reason: ended }) }));
  };

  let told = look();
  const tell = (): void => {
    const now = look();
    if (now === told) return;
    told = now;
    callListeners(listeners);
  };

  return {
    state: look,
    tell,
    subscribe(listener) {
      // The same listener twice is two subscriptions.
      const mine = () => listener();
      if (listeners.size === 0) {
        // Nobody was there to hear what has changed before.
        told = look();
        for (const sign of signs) target.addEventListener?.(sign, tell);
      }
      listeners.add(mine);
      return () => {
        if (!listeners.delete(mine) || listeners.size > 0) return;
        for (const sign of signs) target.removeEventListener?.(sign, tell);
      };
    },
    end(reason) {
      sessions.remove();
      ended = reason;
      tell();
    },
  };
};
