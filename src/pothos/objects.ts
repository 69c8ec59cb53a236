import type { AuthTokens, LoginCodeRequest } from '../email-auth.js';
import type { OwnBuilder } from './own-builder.js';

/** Adds the answer to a request for a code. */
export const addLoginCodeRequest = (builder: OwnBuilder, name: string) =>
  builder.objectRef<LoginCodeRequest>(name).implement({
    description: 'The answer to every request for a login code, whether the address is known or not.',
    fields: (t) => ({
      challenge: t.exposeString('challenge', {
        nullable: false,
        description: 'Proof that this caller asked for the code; send it with the login.',
      }),
      expiresIn: t.exposeInt('expiresIn', {
        nullable: false,
        description: 'Seconds for which the code is valid.',
      }),
      resendAfter: t.exposeInt('resendAfter', {
        nullable: false,
        description: 'Seconds after which another code can be asked for.',
      }),
    }),
  });

/** Adds the pair of tokens that a login and a refresh answer with. */
export const addAuthTokens = (builder: OwnBuilder, name: string) =>
  builder.objectRef<AuthTokens>(name).implement({
    description: 'The tokens of a session.',
    fields: (t) => ({
      accessToken: t.exposeString('accessToken', {
        nullable: false,
        description: 'For the header `Authorization: Bearer`, with every request.',
      }),
      expiresIn: t.exposeInt('expiresIn', {
        nullable: false,
        description: 'Seconds until the access token expires.',
      }),
      refreshToken: t.exposeString('refreshToken', {
        nullable: false,
        description: 'Swaps for new tokens once; keep it secret.',
      }),
      refreshExpiresIn: t.exposeInt('refreshExpiresIn', {
        nullable: false,
        description: 'Seconds until the session ends, however often it is refreshed.',
      }),
    }),
  });
