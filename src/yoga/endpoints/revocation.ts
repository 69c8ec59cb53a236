import type { EmailAuth } from '../../email-auth.js';
import { type EndpointAnswer, outage } from './endpoint.js';

/** What is asked of the service. */
export type Revoked = Pick<EmailAuth, 'authenticate' | 'endSession' | 'logout'>;

const done: EndpointAnswer = { status: 200, headers: { 'cache-control': 'no-store', 'content-length': '0' } };

/**
 * Ends the session of a token: of a refresh token, expired or not, or of a valid access token. Whatever else it is, the
 * answer is the same: there is nothing left to end.
 *
 * @see RFC 7009, section 2.2
 * @throws {AuthError} `SERVICE_UNAVAILABLE`
 */
export const revoke = async (auth: Revoked, token: string): Promise<EndpointAnswer> => {
  await auth.logout(token);
  const { claims, failure } = await auth.authenticate(token, { ip: null });
  if (failure === 'unavailable') return outage;
  if (claims) await auth.endSession(claims.sub, claims.sid);
  return done;
};
