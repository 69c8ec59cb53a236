import { attached } from '../attached.js';

/** The part of an event emitter that is used. */
export interface Emitter {
  on(event: 'ready', listener: () => void): unknown;
  off(event: 'ready', listener: () => void): unknown;
}

/** Lets work wait for a connection. */
export interface Readiness {
  /** Resolves at once where the client is connected, else when it is. Rejects when the signal is given. */
  wait(signal: AbortSignal): Promise<void>;
}

const shared = Symbol('pothos-plugin-email-auth.readiness');

const createReadiness = (client: Emitter, isReady: () => boolean): Readiness => {
  const waiting = new Set<() => void>();
  const onReady = () => {
    for (const goOn of [...waiting]) goOn();
  };
  const enter = (goOn: () => void) => {
    if (waiting.size === 0) client.on('ready', onReady);
    waiting.add(goOn);
  };
  const leave = (goOn: () => void) => {
    waiting.delete(goOn);
    if (waiting.size === 0) client.off('ready', onReady);
  };
  const nextReady = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = () => {
        leave(goOn);
        signal.removeEventListener('abort', giveUp);
      };
      const goOn = () => {
        end();
        resolve();
      };
      const giveUp = () => {
        end();
        reject(signal.reason);
      };
      enter(goOn);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  return {
    async wait(signal) {
      signal.throwIfAborted();
      if (!isReady()) await nextReady(signal);
    },
  };
};

/**
 * Work waits here and not in the queue of the client, which sends what it holds when the connection is back, however
 * long its caller has been gone. There is one listener, however many wait, of whichever service, and none while nobody
 * does.
 */
export const readinessOf = (client: Emitter, isReady: () => boolean): Readiness =>
  attached(client, shared, () => createReadiness(client, isReady));
