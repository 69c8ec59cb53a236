/** A token that has taken the place of an older one. */
export interface Renewed<TheClaims> {
  readonly token: string;
  readonly claims: TheClaims;
}

/** The token of a socket. Everything that runs on the socket looks here, so one write renews a thousand streams. */
export interface SocketToken<TheClaims> {
  /** The token that the socket has come with; null where it has come without. */
  readonly first: string | null;
  /** The newest token that has renewed it. */
  renewed?: Renewed<TheClaims>;
}
