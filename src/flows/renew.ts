import type { Claims, TokenClaims } from '../token/auth-state.js';
import type { SocketToken } from '../token/socket-token.js';
import { examine } from './authenticate.js';
import type { OpenParts, ServiceParts } from './service-parts.js';

/** What the token says that a socket has come with, expired or not; undefined where it is none of ours. */
const firstClaims = async (
  { tokens }: ServiceParts,
  { first }: SocketToken<TokenClaims>,
): Promise<TokenClaims | undefined> => {
  const verified = await tokens.verify('at+jwt', first);
  return verified.ok || verified.failure === 'expired' ? verified.claims : undefined;
};

/** S8: whether claims may take the place of older ones. */
const follows = (older: TokenClaims, newer: TokenClaims): boolean =>
  newer.sub === older.sub && newer.sid === older.sid && newer.exp > older.exp;

/**
 * S8: Renews the token of a socket, for all that runs on it, by a newer one of the same session. Anything else changes
 * nothing, and is not told apart. The cache is asked only where everything else is in order. Never rejects.
 */
export const renew = async <Extra extends object>(
  open: OpenParts<Extra>,
  socket: SocketToken<Claims<Extra>>,
  token: string,
): Promise<void> => {
  try {
    const first = await firstClaims(await open(), socket);
    if (first === undefined) return;
    const isNext = (claims: TokenClaims) => follows(socket.renewed?.claims ?? first, claims);
    const { claims } = await examine(open, token, null, isNext);
    // Once more: another renewal may have been faster.
    if (claims === null || !isNext(claims)) return;
    // The signature says that these are the claims that issueTokens was given.
    socket.renewed = { token, claims: claims as unknown as Claims<Extra> };
  } catch {
    // O1: what cannot be found out means no.
  }
};
