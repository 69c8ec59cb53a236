import type { GenericFieldRef } from '@pothos/core';
import type { AuthTokens, EmailAuth, LoginCodeRequest } from '../email-auth.js';
import { claimsOf } from '../token/auth-state.js';
import type { OwnMutations } from './own-builder.js';
import { serviceResolver } from './service-resolver.js';

/** What a generated field is made of, beside what is fixed. */
interface FieldToAdd<Type> {
  readonly t: OwnMutations;
  readonly service: EmailAuth;
  /** The field options that the user added. */
  readonly extra: object;
  readonly type: Type;
}

type RefTo<Shape> = PothosSchemaTypes.ObjectRef<OwnMutations['builder']['$inferSchemaTypes'], Shape>;

// `authenticated: false` in public mutations: they must answer even where another plugin marks everything by default.

/** `requestLoginCode(email): LoginCodeRequest!` */
export const requestLoginCode = ({
  t,
  service,
  extra,
  type,
}: FieldToAdd<RefTo<LoginCodeRequest>>): GenericFieldRef<unknown> => {
  const { identityArgument, countAction } = service.forPlugins;
  return t.field({
    description: 'Sends a login code. The answer is the same, at the same time, for every address.',
    ...extra,
    type,
    nullable: false,
    authenticated: false,
    args: {
      [identityArgument]: t.arg.string({ required: true, description: 'Where the code is to be sent.' }),
      challenge: t.arg.string({
        required: false,
        description:
          'What a request before this one answered with. It stands for the new code too, if it can.',
      }),
    },
    resolve: serviceResolver(service, async ({ text, auth, caller }) => {
      countAction(auth, 'requestLoginCode');
      const options = { challenge: text('challenge') };
      return service.requestLoginCode(text(identityArgument) ?? '', caller, options);
    }),
  });
};

/** `login(email, code, challenge): AuthTokens!` */
export const login = ({
  t,
  service,
  extra,
  type,
}: FieldToAdd<RefTo<AuthTokens>>): GenericFieldRef<unknown> => {
  const { identityArgument, challengeRequired, countAction } = service.forPlugins;
  return t.field({
    description: 'Swaps a login code for tokens. A code works once.',
    ...extra,
    type,
    nullable: false,
    authenticated: false,
    args: {
      [identityArgument]: t.arg.string({ required: true, description: 'Where the code was sent.' }),
      code: t.arg.string({
        required: true,
        description: 'The code as the user typed it; spaces, hyphens and lower case are forgiven.',
      }),
      challenge: t.arg.string({
        required: challengeRequired,
        description:
          'What the request for the code answered with. It has attempts of its own, which nobody else can use up.',
      }),
    },
    resolve: serviceResolver(service, async ({ text, auth, caller }) => {
      countAction(auth, 'login');
      const identity = text(identityArgument) ?? '';
      return service.login({ identity, code: text('code') ?? '', challenge: text('challenge') }, caller);
    }),
  });
};

/** `refreshToken(token): AuthTokens!` */
export const refreshToken = ({
  t,
  service,
  extra,
  type,
}: FieldToAdd<RefTo<AuthTokens>>): GenericFieldRef<unknown> =>
  t.field({
    description: 'Swaps a refresh token for new tokens of the same session.',
    ...extra,
    type,
    nullable: false,
    authenticated: false,
    args: {
      token: t.arg.string({ required: true, description: 'The newest refresh token of the session.' }),
    },
    resolve: serviceResolver(service, async ({ text, caller }) =>
      service.refresh(text('token') ?? '', caller),
    ),
  });

/** `logout(token): Boolean!` */
export const logout = ({ t, service, extra }: FieldToAdd<null>): GenericFieldRef<unknown> =>
  t.field({
    description:
      'Ends the session of a refresh token, expired or not. Always true, however often it is called.',
    ...extra,
    type: 'Boolean',
    nullable: false,
    authenticated: false,
    args: { token: t.arg.string({ required: true, description: 'A refresh token of the session.' }) },
    resolve: serviceResolver(service, async ({ text }) => service.logout(text('token') ?? '')),
  });

/** `logoutEverywhere: Boolean!`, for authenticated callers */
export const logoutEverywhere = ({ t, service, extra }: FieldToAdd<null>): GenericFieldRef<unknown> =>
  t.field({
    description: 'Ends every session of the caller, this one included.',
    ...extra,
    type: 'Boolean',
    nullable: false,
    authenticated: true,
    resolve: serviceResolver(service, async ({ auth }) => {
      await service.logoutEverywhere(claimsOf(auth).sub);
      return true;
    }),
  });
