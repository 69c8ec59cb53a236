import type { RefreshFailure } from './errors.js';
import { callHarmlessly } from './harmless.js';

/** Whom a mail that failed concerns. */
export type FailureScope = 'everybody' | 'recipient' | 'unknown';

/** What a provider says of a message that it had taken. `complained`: its reader has called it spam. */
export type DeliveryReport = 'bounced' | 'complained';

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
  | (Occurrence<'code.sent'> & {
      readonly identity: string;
      /** Seconds that the delivery took. */
      readonly duration: number;
    })
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
      /** What the host's own code has done wrong, in a sentence that quotes nothing. There where `claims` or `mail.template` answers nonsense. */
      readonly mistake?: string;
      /** Whether it will be tried again. */
      readonly willRetry: boolean;
      /** Seconds that the delivery took. There where the delivery was asked. */
      readonly duration?: number;
    })
  | (Occurrence<'login.succeeded'> & {
      readonly identity: string;
      readonly session: string;
      /**
       * Others of its logins came from other networks, and none that is remembered from this one. False for a first login,
       * and where the caller's address is not known.
       */
      readonly newNetwork: boolean;
      /** The code was the fixed one of one of the `reviewAccounts`. */
      readonly reviewAccount: boolean;
    })
  /** The owner of an identity was told of a login from a network that is new to it. */
  | (Occurrence<'notice.sent'> & {
      readonly identity: string;
      readonly session: string;
      /** As in `code.sent`. */
      readonly duration: number;
    })
  | (Occurrence<'notice.delivery_failed'> & {
      readonly identity: string;
      readonly session: string;
      /** What failed: the writing of the notice, or the delivery. */
      readonly step: 'template' | 'delivery';
      /** These as in `code.delivery_failed`. */
      readonly scope: FailureScope;
      readonly error: string;
      readonly mistake?: string;
      readonly willRetry: boolean;
      readonly duration?: number;
    })
  /** The host has called `reportDelivery`. The `ip` is null. */
  | (Occurrence<'mail.reported'> & { readonly identity: string; readonly report: DeliveryReport })
  | (Occurrence<'login.failed'> & {
      readonly identity: string;
      /** `code`: no such code. `claims`: the right code, but the `claims` option does not let this identity in. */
      readonly reason: 'code' | 'claims';
      /** Short codes that the guess was compared with; 0: it could not have been right, whatever it was. */
      readonly compared: number;
    })
  /** The `guard` option said no; nothing was looked up, counted or kept. */
  | (Occurrence<'request.refused'> & {
      readonly identity: string;
      readonly action: 'requestLoginCode' | 'login';
      /** The word of the guard. */
      readonly reason: string;
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
      /**
       * `limit`: a later login has taken its place. `login`: a later login has brought its refresh token, or another session
       * has taken its cookies. `forgotten`: by `forget`.
       */
      readonly reason:
        | 'logout'
        | 'logout-everywhere'
        | 'limit'
        | 'login'
        | 'forgotten'
        | Extract<RefreshFailure, 'reused' | 'revoked'>;
    })
  | (Occurrence<'store.unavailable'> & {
      /**
       * The step of the cache that failed; `claims` or `guard`, where that option did; `keys`, where they could not be
       * loaded; `sign`, where no token could be made.
       */
      readonly step: string;
      /** The error's class and, where it has one, its code. */
      readonly error: string;
      /** Why the cache or the keys failed, as in the cause of `check()`: `ECONNREFUSED`, `WRONGPASS`, `NOPERM`. */
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
