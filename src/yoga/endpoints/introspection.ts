import type { EmailAuth } from '../../email-auth.js';
import type { Claims } from '../../token/auth-state.js';
import { type EndpointAnswer, jsonAnswer, outage } from './endpoint.js';

/** What is asked of the service. */
export type Introspected = Pick<EmailAuth, 'authenticate'>;

/** The generation is between us and the client that refreshes. */
const publicClaims = ({ gen: _, ...claims }: Claims<{ readonly gen?: number }>): object => claims;

/**
 * Says whether an access token is valid and its session alive, and what it claims. It counts as used (S1), as if it had been
 * presented to a field. A refresh token is inactive here: it is for its client and this service alone, and a service that
 * accepts whatever is active would take it for an access token.
 *
 * @see RFC 7662, section 2.2
 */
export const introspect = async (auth: Introspected, token: string): Promise<EndpointAnswer> => {
  const { claims, failure } = await auth.authenticate(token, { ip: null });
  // I1: a gateway would turn everybody away, and they would log in again.
  if (failure === 'unavailable') return outage;
  // Ours come last: `claims` of the host may have the same names.
  return jsonAnswer(
    200,
    claims ? { ...publicClaims(claims), active: true, token_type: 'Bearer' } : { active: false },
  );
};
