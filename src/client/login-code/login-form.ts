import type { AuthClientErrorCode, HostArgs, SignedIn } from '../index.js';

/** What the form waits for: a request for a code, another one, or a login. */
export type LoginFormTask = 'request' | 'resend' | 'login';

/** Why a task has failed. */
export interface LoginFormError {
  /** What the server has answered; `UNREACHABLE` where it did not answer at all. */
  readonly code: AuthClientErrorCode | 'UNREACHABLE';
  /** A word for why, where the server says one: of your `guard`, for `REQUEST_REFUSED`. */
  readonly reason: string | undefined;
  /** Whole seconds until another try makes sense, down to 0: they are counted whenever you read this. */
  readonly retryAfter: number | undefined;
  readonly task: LoginFormTask;
  /** The error itself, for your logs. */
  readonly cause: unknown;
}

interface Step {
  /** What the form waits for; null where it waits for the user. */
  readonly busy: LoginFormTask | null;
  /** What became of the last task; null where it went well, or there was none. */
  readonly error: LoginFormError | null;
}

/** The form asks for an address. */
export interface AddressStep extends Step {
  readonly step: 'address';
  /** What to put into the input: empty, or the address that was wrong. */
  readonly address: string;
}

/** A code is on its way. */
export interface CodeStep extends Step {
  readonly step: 'code';
  /** Where the code was sent, as it was typed. */
  readonly address: string;
  /** Characters of the code: 6 digits, or 10 letters and digits. */
  readonly codeLength: number;
  /** Milliseconds since 1970, by the clock of this device. The mail has the minute, in UTC, by the clock of the server. */
  readonly requestedAt: number;
  /** Whole seconds until another code can be asked for, down to 0: they are counted whenever you read this. */
  readonly resendAfter: number;
}

/** Somebody is signed in. */
export interface DoneStep<Claims extends object | null = object> extends Step {
  readonly step: 'done';
  /** As in `SignedIn`: null under cookies. */
  readonly claims: SignedIn<Claims>['claims'];
}

/** What a form shows. The same object as long as nothing has changed. */
export type LoginFormState<Claims extends object | null = object> = AddressStep | CodeStep | DoneStep<Claims>;

/** What your server wants besides: arguments of its own. They are asked for at each request. */
export interface LoginFormOptions {
  /** For `requestLoginCode`, such as `{ locale: 'de' }`. Default: none. */
  readonly requestArgs?: () => HostArgs | undefined;
  /** For `login`, such as `{ device: 'Laptop' }`. Default: none. */
  readonly loginArgs?: () => HostArgs | undefined;
}

/** A form without a screen. What its methods promise never rejects: look at `state.error`. They need no `this`. */
export interface LoginForm<Claims extends object | null = object> {
  readonly state: LoginFormState<Claims>;
  /**
   * Calls a listener whenever the state has changed.
   *
   * @returns a function that ends it
   */
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks for a code. While it waits for one, it does nothing. */
  readonly submitAddress: (address: string) => Promise<void>;
  /** For each change of the input. Logs in as soon as the code is complete, and never twice with the same one. */
  readonly typeCode: (typed: string) => Promise<void>;
  /** For a button. Logs in with what there is, unless the server has said that it is wrong. */
  readonly submitCode: (typed: string) => Promise<void>;
  /** Asks for another code. Until `resendAfter` is 0, it does nothing. */
  readonly resend: () => Promise<void>;
  /** Goes back to the address. */
  readonly changeAddress: () => void;
  /** Does again what has failed last, with more arguments: after `REQUEST_REFUSED`, the answer of a captcha. */
  readonly retry: (args?: HostArgs) => Promise<void>;
}
