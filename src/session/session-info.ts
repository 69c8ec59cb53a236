import type { SessionOrigin } from './origin.js';

/** A live session of an identity. */
export interface SessionInfo extends SessionOrigin {
  /** The `sid` claim of its tokens. */
  readonly id: string;
  /** When it began, in seconds since 1970. */
  readonly createdAt: number;
  /** When its tokens were last made, in seconds since 1970. */
  readonly refreshedAt: number;
  /** When it ends, in seconds since 1970. */
  readonly expiresAt: number;
}
