import type { WebStorage } from './safe-storage.js';

/** What access tokens claim: who it is, and whatever the server's `claims` option adds. Nobody has verified it here. */
export interface ClientClaims {
  /** Who is signed in. */
  readonly sub: string;
  /** The same, under the name that other libraries look for. */
  readonly email: string;
  /** The id of the session. */
  readonly sid: string;
}

/** Nobody is signed in. */
export interface SignedOut {
  readonly status: 'signedOut';
  /** Why the server has ended the session: `expired`, `revoked`, `reused` or `invalid`. Absent where nobody was signed out. */
  readonly reason?: string;
}

/** A code was asked for. The challenge that belongs to it stays inside of the client. */
export interface CodeSent {
  readonly status: 'codeSent';
  /** Where the code was sent, as it was typed. */
  readonly identity: string;
  /** Characters of the code: 6 digits, or 10 letters and digits. */
  readonly codeLength: number;
  /** Milliseconds since 1970, by the clock of this device, which may be wrong. The mail says the same time, by the server's. */
  readonly requestedAt: number;
  /** Whole seconds for which the code is still valid, down to 0: they are counted whenever you read this. */
  readonly expiresIn: number;
  /** Whole seconds until another code can be asked for, down to 0: they are counted whenever you read this. */
  readonly resendAfter: number;
}

/** Somebody is signed in. */
export interface SignedIn<Claims extends object | null = object> {
  readonly status: 'signedIn';
  /** For your pages only: the server decides by its own. Null under cookies, which no script can read: ask your server who it is. */
  readonly claims: Claims extends object ? ClientClaims & Claims : null;
}

/** What a page shows. The same object as long as nothing has changed. */
export type AuthState<Claims extends object | null = object> = SignedOut | CodeSent | SignedIn<Claims>;

/** The names of mutations, and of the argument for the address, where the server has renamed them. */
export interface AuthNames {
  /** Default: `requestLoginCode`. */
  readonly requestLoginCode?: string;
  /** Default: `login`. */
  readonly login?: string;
  /** Default: `refreshToken`. */
  readonly refreshToken?: string;
  /** Default: `logout`. */
  readonly logout?: string;
  /** The argument for the address: the server's `identity.argument`. Default: `email`. */
  readonly identity?: string;
}

/** How tokens travel: in the header `Authorization`, or in cookies. */
export type AuthTransport = 'bearer' | 'cookie';

/** The claims that a page gets to see: none under cookies. */
export type SeenClaims<Claims extends object, Transport extends AuthTransport> = Transport extends 'cookie'
  ? null
  : Claims;

/** Options of `createAuthClient`. */
export interface AuthClientOptions<
  Claims extends object = object,
  Transport extends AuthTransport = 'bearer',
> {
  /** The GraphQL endpoint. Tokens go to its origin, and to no other. */
  readonly url: string;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
  /**
   * Where the tokens are kept: `localStorage` for all tabs, `sessionStorage` for one. A script that has got into your page can read
   * both. Default: the memory of the page, so a reload signs out. Under cookies, what is kept is no secret (that somebody is signed
   * in, and until when the token is good), and the default is `localStorage`.
   */
  readonly storage?: WebStorage;
  /**
   * Where the request for a code is kept over a reload, with its challenge and the address.
   * Default: the option `storage`, else the session storage of the page.
   */
  readonly challengeStorage?: WebStorage;
  /**
   * `cookie` where the server has `transport: 'cookie'` or `'either'`: the browser keeps the tokens, and no script sees them.
   * Default: `bearer`.
   */
  readonly transport?: Transport;
  readonly names?: AuthNames;
  /** Called with the new state whenever it has changed, also by another tab. */
  readonly onChange?: (state: AuthState<SeenClaims<Claims, Transport>>) => void;
}

/** An access token that is held, here or in a cookie. */
export interface HeldToken {
  /** Empty under cookies. */
  readonly token: string;
  /** Which one it is: the token itself, or under cookies a word for it, which changes with each refresh. */
  readonly id: string;
  /** Whose it is: another one after another login. */
  readonly session: string;
  /** What a request brings: `authorization`, or under cookies `x-email-auth`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds until it is replaced: 0 where that is due. */
  readonly renewIn: number;
}

/** Arguments that the server has added to its mutations: text, numbers, booleans, and lists and records of them. */
export type HostArgs = Readonly<Record<string, unknown>>;

/** Logs in, and brings tokens along. Its methods need no `this`. */
export interface AuthClient<Claims extends object | null = object> {
  /** What to show. It reads the storage: what another tab has done is seen at once. */
  readonly state: AuthState<Claims>;
  /**
   * Calls a listener whenever the state has changed, also by another tab: `useSyncExternalStore(subscribe, () => client.state)`.
   *
   * @returns a function that ends it
   */
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * Asks for a code. Called again with the same address, it asks for another one; the codes before it work, too.
   *
   * @param args - arguments of the server's own, such as `captcha` or `locale`
   * @throws {AuthClientError} `BAD_USER_INPUT`, `TOO_MANY_REQUESTS`, `REQUEST_REFUSED`, `DELIVERY_UNAVAILABLE`, `SERVICE_UNAVAILABLE`
   * @throws {Error} where somebody is signed in
   */
  readonly requestCode: (identity: string, args?: HostArgs) => Promise<void>;
  /**
   * Logs in with a code, as the user typed it. Called twice with one code, it asks once.
   *
   * @throws {AuthClientError} `INVALID_LOGIN_CODE`, `TOO_MANY_REQUESTS`, `REQUEST_REFUSED`, `SERVICE_UNAVAILABLE`
   * @throws {Error} where no code was asked for
   */
  readonly login: (code: string, args?: HostArgs) => Promise<void>;
  /**
   * Signs out, in all tabs, at once; in `codeSent`, forgets the address. Then it tells the server. Under cookies it is the other
   * way round: only the server can take them away.
   *
   * @throws where the server could not be told. With `bearer` this browser is signed out all the same, and the session ends by
   * itself. Under cookies it is still signed in
   */
  readonly logout: () => Promise<void>;
  /**
   * An access token that is good for a while, refreshed if need be; null where nobody is signed in. Under cookies it is an empty
   * text: the cookie is good for a while.
   *
   * @param refused - a token that the server has refused (`id` of `peek()`): it is not answered with again
   * @throws {AuthClientError} `SERVICE_UNAVAILABLE`, or an error of the network: it has ended, and no other can be had now
   */
  readonly token: (refused?: string) => Promise<string | null>;
  /**
   * Under cookies, asks the server whether somebody is signed in, where this page does not know: its storage is memory or was
   * cleared, or another page has done the login. With `bearer` it does nothing.
   *
   * @throws {AuthClientError} `SERVICE_UNAVAILABLE`, or an error of the network. "Nobody" is no error
   */
  readonly resume: () => Promise<void>;
  /** The token that is held, without asking anybody; null where nobody is signed in. It is for adapters. */
  readonly peek: () => HeldToken | null;
  /**
   * A `fetch` that brings the token. After `UNAUTHENTICATED` or a status of 401 it refreshes, and asks once more; but never again what
   * may have changed something.
   */
  readonly fetch: typeof fetch;
}

/** The client of any host, under any transport. */
export type AnyAuthClient = AuthClient<object | null>;
