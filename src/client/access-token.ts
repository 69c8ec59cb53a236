import { AuthClientError } from './auth-client-error.js';
import { wallClock } from './clock.js';
import type { Aged, Kept } from './kept.js';
import { idOf, mayReplace, renewIn, type Session, secondsLeft } from './session.js';
import { sleep } from './sleep.js';
import type { InTurn } from './tab-lock.js';

/** What the access token depends on. */
export interface AccessTokenParts {
  readonly sessions: Kept<Session>;
  readonly inTurn: InTurn;
  /** Swaps what is held for a new pair; with null, whatever the browser has in its cookies. */
  readonly refresh: (held: Session | null) => Promise<Session>;
  /** The server has ended the session. */
  readonly end: (reason: string | undefined) => void;
}

/** How often a storage is asked, every ten milliseconds, for what another tab has written just now. */
const looks = 30;

/**
 * Answers with an access token, and refreshes it once for all who ask. The server rotates refresh tokens, and ends the session
 * where an old one comes back; so a refresh runs in one tab at a time, with the newest pair there is. Only its refusal signs out.
 */
export const createAccessToken = ({ sessions, inTurn, refresh, end }: AccessTokenParts) => {
  let refused: string | undefined;
  let running: Promise<void> | undefined;

  const isOver = (held: Aged<Session>): boolean => idOf(held.thing) === refused || secondsLeft(held) <= 0;
  const isDue = (held: Aged<Session> | null): held is Aged<Session> =>
    held !== null && (isOver(held) || renewIn(held) === 0);

  const swap = async (held: Session | null): Promise<void> => {
    const sentAt = wallClock();
    const next = await refresh(held);
    // Meanwhile somebody has logged out, or in, or another tab has not waited.
    const now = sessions.read()?.thing;
    if (now ? mayReplace(now, next) : !held) sessions.write(next, sentAt);
  };

  const swapOrEnd = async (held: Session | null): Promise<void> => {
    try {
      await swap(held);
    } catch (error) {
      if (!(error instanceof AuthClientError) || error.code !== 'INVALID_REFRESH_TOKEN') throw error;
      const now = sessions.read()?.thing;
      if (held && now && idOf(now) === idOf(held)) end(error.reason);
    }
  };

  const renew = (): Promise<void> =>
    inTurn(async (hasWaited) => {
      // Another tab may have done it while this one waited. A lock can be faster than a storage.
      for (let left = hasWaited ? looks : 0; left > 0 && isDue(sessions.read()); left -= 1) await sleep(10);
      const held = sessions.read();
      if (isDue(held)) await swapOrEnd(held.thing);
    });

  const renewOnce = (): Promise<void> => {
    running ??= renew().finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    async get(refusedToken?: string): Promise<Aged<Session> | null> {
      refused = refusedToken ?? refused;
      if (isDue(sessions.read())) {
        try {
          await renewOnce();
        } catch (error) {
          const still = sessions.read();
          if (still && isOver(still)) throw error;
        }
      }
      return sessions.read();
    },
    /** Looks for a session where none is known. */
    find: (): Promise<void> =>
      inTurn(async () => {
        if (!sessions.read()) await swapOrEnd(null);
      }),
  };
};
