import type { GenericFieldRef } from '@pothos/core';
import type { LoginCodeRequest } from '../code/login-code-request.js';
import type { EmailAuth } from '../email-auth.js';
import { claimsOf } from '../token/auth-state.js';
import type { AnsweredTokens } from './objects.js';
import type { OwnMutations } from './own-builder.js';
import { serviceResolver } from './service-resolver.js';
import { answerWith, clearOwn, cookiesOfLogin, logOutBy, refreshBy } from './token-travel.js';

/** The `args` option of a mutation. */
type MakeArgs = (t: OwnMutations) => object;

/** What a generated field is made of, beside what is fixed. */
interface FieldToAdd<Type> {
  readonly t: OwnMutations;
  readonly service: EmailAuth;
  /** The field options that the user added. */
  readonly extra: object;
  readonly type: Type;
}

/** The same, where the host can add arguments. */
interface FieldWithArgs<Type> extends FieldToAdd<Type> {
  readonly extra: { readonly args?: MakeArgs };
}

type RefTo<Shape> = PothosSchemaTypes.ObjectRef<OwnMutations['builder']['$inferSchemaTypes'], Shape>;

/**
 * The arguments that the host has added.
 *
 * @throws {TypeError} where one has the name of an argument of ours
 */
const hostArgs = (t: OwnMutations, own: object, make: MakeArgs | undefined): Record<never, never> => {
  const added = make?.(t) ?? {};
  const taken = Object.keys(added).find((name) => Object.hasOwn(own, name));
  if (taken === undefined) return added;
  throw new TypeError(
    `emailAuth.mutations: the argument "${taken}" is the mutation's own: choose another name`,
  );
};

// `authenticated: false` in public mutations: they must answer even where another plugin marks everything by default.

/** `requestLoginCode(email): LoginCodeRequest!` */
export const requestLoginCode = ({
  t,
  service,
  extra: { args: makeArgs, ...extra },
  type,
}: FieldWithArgs<RefTo<LoginCodeRequest>>): GenericFieldRef<unknown> => {
  const { identityArgument, countAction } = service.forPlugins;
  const own = {
    [identityArgument]: t.arg.string({ required: true, description: 'Where the code is to be sent.' }),
    challenge: t.arg.string({
      required: false,
      description: 'What a request before this one answered with. It stands for the new code too, if it can.',
    }),
  };
  const added = hostArgs(t, own, makeArgs);
  return t.field({
    description: 'Sends a login code. The answer is the same, at the same time, for every address.',
    ...extra,
    type,
    nullable: false,
    authenticated: false,
    args: { ...own, ...added },
    resolve: serviceResolver(
      service,
      async ({ text, auth, caller }) => {
        countAction(auth, 'requestLoginCode');
        const options = { challenge: text('challenge') };
        return service.requestLoginCode(text(identityArgument) ?? '', caller, options);
      },
      Object.keys(added),
    ),
  });
};

/** `login(email, code, challenge): AuthTokens!` */
export const login = ({
  t,
  service,
  extra: { args: makeArgs, ...extra },
  type,
}: FieldWithArgs<RefTo<AnsweredTokens>>): GenericFieldRef<unknown> => {
  const { identityArgument, challengeRequired, countAction } = service.forPlugins;
  const own = {
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
  };
  const added = hostArgs(t, own, makeArgs);
  return t.field({
    description: 'Swaps a login code for tokens. A code works once.',
    ...extra,
    type,
    nullable: false,
    authenticated: false,
    args: { ...own, ...added },
    resolve: serviceResolver(
      service,
      async ({ text, auth, caller }) => {
        const cookies = cookiesOfLogin(auth, service.forPlugins);
        countAction(auth, 'login');
        const identity = text(identityArgument) ?? '';
        const input = { identity, code: text('code') ?? '', challenge: text('challenge') };
        // The cookies that this login replaces: nobody would have the tokens of their session.
        const refreshToken = cookies?.refreshToken;
        return answerWith(await service.login({ ...input, refreshToken }, caller), cookies);
      },
      Object.keys(added),
    ),
  });
};

/** The refresh token as an argument: none where it can only travel in a cookie. */
const tokenArgs = (t: OwnMutations, { forPlugins }: EmailAuth, description: string) => {
  const { transport } = forPlugins;
  if (transport === 'cookie') return {};
  const either = transport === 'either';
  return {
    token: t.arg.string({
      required: !either,
      description: either ? `${description} Without it: the one of the cookie.` : description,
    }),
  };
};

/** `refreshToken(token): AuthTokens!` */
export const refreshToken = ({
  t,
  service,
  extra,
  type,
}: FieldToAdd<RefTo<AnsweredTokens>>): GenericFieldRef<unknown> =>
  t.field({
    description: 'Swaps a refresh token for new tokens of the same session.',
    ...extra,
    type,
    nullable: false,
    authenticated: false,
    args: tokenArgs(t, service, 'The newest refresh token of the session.'),
    resolve: serviceResolver(service, refreshBy),
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
    args: tokenArgs(t, service, 'A refresh token of the session.'),
    resolve: serviceResolver(service, logOutBy),
  });

/** `logoutEverywhere: Boolean!`, for authenticated callers */
export const logoutEverywhere = ({ t, service, extra }: FieldToAdd<null>): GenericFieldRef<unknown> =>
  t.field({
    description: 'Ends every session of the caller, this one included.',
    ...extra,
    type: 'Boolean',
    nullable: false,
    authenticated: true,
    resolve: serviceResolver(service, async ({ auth, caller }) => {
      await service.logoutEverywhere(claimsOf(auth).sub, caller);
      clearOwn(auth);
      return true;
    }),
  });
