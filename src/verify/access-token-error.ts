import type { AuthFailure } from '../core/errors.js';

const sentences: Readonly<Record<AuthFailure, string>> = {
  missing: 'There is no access token.',
  malformed: 'This is no access token.',
  invalid: 'This access token is not valid here.',
  expired: 'This access token has expired.',
  revoked: 'The session of this access token has ended.',
  unavailable: 'It could not be found out whether this access token is valid. Try again later.',
};

/**
 * Why an access token was not accepted. `reason` is what `ctx.auth.failure` would be: `missing`, `malformed`, `invalid`,
 * `expired` and `revoked` are refusals (401). `unavailable` is an outage (503), of which `cause` says more to operators: keys
 * that cannot be fetched, or a question about the session that failed. It never quotes the token.
 */
export class AccessTokenError extends Error {
  override readonly name = 'AccessTokenError';

  constructor(
    readonly reason: AuthFailure,
    options?: ErrorOptions,
  ) {
    super(sentences[reason], options);
  }
}
