/** The host's way to keep a process alive for work after the reply (serverless and edge hosts have one). */
export type WaitUntil = (work: Promise<unknown>) => void;

/** Who asks, as far as the service needs to know. */
export interface Caller {
  /** The caller's address, or null where it is not known; such callers share limits, a hundred times those of one. */
  readonly ip: string | null;
  /** The caller's `User-Agent`, for the list of sessions. */
  readonly userAgent?: string | null | undefined;
  /** Resolves when the answer has left; what goes on after it waits for that. Without it: the turn after the answer. */
  readonly replied?: Promise<unknown> | undefined;
  /** Told of the work that goes on after the reply. */
  readonly waitUntil?: WaitUntil | undefined;
}

/** Whoever forgets to say who asks, in plain JavaScript, means nobody that is known. */
export const nobody: Caller = { ip: null };

/** What is known of the answer, for the work that goes on after it. */
export type Reply = Pick<Caller, 'replied' | 'waitUntil'>;
