import type { RefreshFailure } from './errors.js';
import { callHarmlessly } from './harmless.js';

/** Whom a mail that failed concerns. */
export type FailureScope = 'everybody' | 'recipient' | 'unknown';

interface Occurrence<Type extends string> {
  readonly type: Type;
  /** Milliseconds since 1970, by the service's clock. */
  readonly at: number;
  /** The caller's address; null where it is not known. */
  readonly ip: string | null;
}

/**
 * What happened, for logs, metrics and alerts. No event holds a code, a token or a key; those with an `identity` hold
 * personal data.
 */
export type AuthEvent =
  | (Occurrence<'code.requested'> & {
      readonly identity: string;
      /** A code of ten characters. */
      readonly long: boolean;
      /** No mail is sent: the long code that was mailed last serves this caller too. */
      readonly joined: boolean;
    })
  /** `claims` does not let this identity in: there is no mail, and the caller is not told. */
  | (Occurrence<'code.withheld'> & { readonly identity: string })
  | (Occurrence<'code.sent'> & { readonly identity: string })
  | (Occurrence<'code.delivery_failed'> & {
      readonly identity: string;
      /** What failed: the `claims` option, the writing of the message, or the delivery. */
      readonly step: 'claims' | 'template' | 'delivery';
      /**
       * Whom it concerns. `everybody`: nobody gets mail, or three domains in a row have refused it: somebody should act.
       * `recipient`: this address. `unknown`: the error does not say.
       */
      readonly scope: FailureScope;
      /**
       * The error's class and, where it has one, its code; never its text, which may hold the address. `CodeExpired` and
       * `ServiceClosed`: the message was dropped.
       */
      readonly error: string;
      /** What the host's own code has done wrong, in a sentence that quotes nothing. There where `claims` answers nonsense. */
      readonly mistake?: string;
      /** Whether it will be tried again. */
      readonly willRetry: boolean;
    })
  | (Occurrence<'login.succeeded'> & { readonly identity: string; readonly session: string })
  | (Occurrence<'login.failed'> & {
      readonly identity: string;
      /** `code`: no such code. `claims`: the right code, but the `claims` option does not let this identity in. */
      readonly reason: 'code' | 'claims';
      /** Short codes that the guess was compared with; 0: it could not have been right, whatever it was. */
      readonly compared: number;
    })
  | (Occurrence<'limit.reached'> & {
      /** The option that sets it, such as `requestsPerIp`. */
      readonly limit: string;
      readonly identity?: string;
      /** Seconds until it ends. */
      readonly retryAfter: number;
    })
  | (Occurrence<'ip.blocked'> & {
      /** What is blocked: an IPv4 address, an IPv6 prefix, or `unknown`. */
      readonly network: string;
      /** For how long. */
      readonly seconds: number;
    })
  | (Occurrence<'token.refreshed'> & { readonly identity: string; readonly session: string })
  | (Occurrence<'token.reused'> & { readonly identity: string; readonly session: string })
  | (Occurrence<'session.ended'> & {
      readonly identity: string;
      readonly session?: string;
      /** `limit`: a later login has taken its place. */
      readonly reason:
        | 'logout'
        | 'logout-everywhere'
        | 'limit'
        | Extract<RefreshFailure, 'reused' | 'revoked'>;
    })
  | (Occurrence<'store.unavailable'> & {
      /** The step of the cache that failed; `claims`, where that option did; `sign`, where no token could be made. */
      readonly step: string;
      /** The error's class and, where it has one, its code. */
      readonly error: string;
      /** Why the cache failed, as in the cause of `check()`: `ECONNREFUSED`, `WRONGPASS`, `NOPERM`. */
      readonly code?: string;
      /** As in `code.delivery_failed`. */
      readonly mistake?: string;
    });

/** The names of the events. */
export type AuthEventType = AuthEvent['type'];

/** Told of every event; what it throws changes nothing. */
export type EventListener = (event: AuthEvent) => void;

type WithoutTime<Event> = Event extends AuthEvent ? Omit<Event, 'at'> : never;

/** Reports an event, stamped with the clock. */
export type Emit = (event: WithoutTime<AuthEvent>) => void;

/** Wraps the user's listener: stamps the time, and lets neither an exception nor a rejection out. */
export const createEmit =
  (listener: EventListener, clock: () => number): Emit =>
  (event) => {
    // A broken listener must not decide over a login.
    callHarmlessly(() => listener({ ...event, at: clock() } as AuthEvent));
  };

/** One listener for several: what one throws, the others do not see. */
export const tellAll =
  (listeners: readonly EventListener[]): EventListener =>
  (event) => {
    for (const listener of listeners) callHarmlessly(() => listener(event));
  };
