import type { ArgumentRef, SchemaTypes } from '@pothos/core';
import type { EmailAuth } from '../email-auth.js';
import type { Claims } from '../token/auth-state.js';

/** The mutations that the plugin adds, by the names they have unless they are renamed. */
export type MutationName = 'requestLoginCode' | 'login' | 'refreshToken' | 'logout' | 'logoutEverywhere';

/** The types that the plugin adds, by the names they have unless they are renamed. */
export type TypeName = 'LoginCodeRequest' | 'AuthTokens' | 'AuthSession';

/** The fields for a list of sessions, by the names they have unless they are renamed. */
export type SessionFieldName = 'sessions' | 'endSession';

/** What belongs to the plugin in the options of a generated field. */
export type ReservedFieldOption = 'type' | 'args' | 'nullable' | 'resolve' | 'authenticated';

/** What belongs to the plugin in the options of a generated type. */
export type ReservedTypeOption = 'fields' | 'interfaces' | 'isTypeOf' | 'authenticated' | 'allow';

/** Options of one generated type: another name, and whatever type options the plugins of the builder know. */
export type GeneratedTypeOptions<Types extends SchemaTypes> = Partial<
  Omit<PothosSchemaTypes.ObjectTypeOptions<Types, object>, ReservedTypeOption>
> & {
  /** The name in the schema; by default that of the type. */
  name?: string;
};

/** Options of one generated mutation: another name, and whatever field options the plugins of the builder know. */
export type GeneratedFieldOptions<Types extends SchemaTypes> = Partial<
  Omit<
    PothosSchemaTypes.MutationFieldOptions<
      Types,
      PothosSchemaTypes.ObjectRef<Types, unknown>,
      false,
      Record<string, never>,
      unknown
    >,
    ReservedFieldOption
  >
> & {
  /** The name in the schema; by default the name of the mutation. */
  name?: string;
};

/** Makes arguments: `t.arg` of the field builder. */
export interface ArgBuilder<Types extends SchemaTypes> {
  readonly arg: PothosSchemaTypes.MutationFieldBuilder<Types, object>['arg'];
}

/** Arguments of your own, as `AuthArgs` says what they are. */
export type HostArgs<Types extends SchemaTypes> = {
  [Name in keyof Types['AuthArgs']]: ArgumentRef<Types, Types['AuthArgs'][Name] | undefined>;
};

/** Options of a generated mutation that takes arguments of your own. */
export interface WithHostArgs<Types extends SchemaTypes> {
  /**
   * Arguments of your own, beside those of the mutation: for `guard`, `claims` and the delivery, as `args`. `AuthArgs` in the
   * types of the builder says what they are. All together may have 10,000 characters.
   *
   * @example
   * args: (t) => ({ captcha: t.arg.string({ required: false }) })
   */
  args?: (t: ArgBuilder<Types>) => HostArgs<Types>;
}

/** The `mutations` option, name by name. */
export type MutationsOption<Types extends SchemaTypes> = {
  [Name in MutationName]?:
    | false
    | (Name extends 'requestLoginCode' | 'login'
        ? GeneratedFieldOptions<Types> & WithHostArgs<Types>
        : GeneratedFieldOptions<Types>);
};

/** The long form of the builder's `emailAuth` option. */
export interface EmailAuthPluginOptions<Types extends SchemaTypes = SchemaTypes> {
  /** The service made by `createEmailAuth`. */
  auth: EmailAuth<Types['AuthClaims'], Types['AuthArgs']>;
  /**
   * Each mutation: `false` leaves it out, an object renames it or gives it more field options. `false` for all leaves
   * out all of them. By default there are all five.
   *
   * @example
   * mutations: { logoutEverywhere: false, login: { name: 'signIn', skipTypeScopes: true } }
   */
  mutations?: false | MutationsOption<Types>;
  /**
   * Adds the query `sessions` and the mutation `endSession`, both for authenticated callers about their own sessions; an
   * object renames them, gives them more field options, or leaves one out. By default there are none.
   */
  sessions?: boolean | { [Name in SessionFieldName]?: false | GeneratedFieldOptions<Types> };
  /**
   * Each type: another name, or more type options. A type exists only where a mutation uses it.
   *
   * @example
   * types: { AuthTokens: 'Tokens', LoginCodeRequest: { description: 'What to do next.', shareable: true } }
   */
  types?: { [Name in TypeName]?: string | GeneratedTypeOptions<Types> };
  /**
   * `'all'` protects every field of the root types (Query, Mutation, Subscription) that does not opt out by
   * `authenticated: false`. The generated mutations that log in and out stay open. What is reached in other ways, such as
   * the entities of Apollo Federation, needs marks on its types.
   */
  protect?: 'all';
  /** Whether `@authenticated` stands in the schema; true by default. Fields are protected either way. */
  directive?: boolean;
  /**
   * Where `ctx.auth` stands instead, for hosts that have an `auth` of their own: in this schema, in what `useEmailAuth(auth)`
   * and `auth.context()` make, and, by `WithAuth<{ AuthContextKey: … }>`, in the types. One for all schemas of a service.
   * Default: `'auth'`.
   */
  contextKey?: Types['AuthContextKey'];
  /**
   * The scopes that a caller has, for the option `scopes` of fields and types (with @pothos/plugin-federation:
   * `requiresScopes`). It is called for each such field, so it must be quick.
   *
   * @example
   * scopesOf: ({ role }) => (role === 'admin' ? ['notes:read', 'notes:write'] : ['notes:read'])
   */
  scopesOf?: (claims: Claims<Types['AuthClaims']>) => readonly string[];
  /**
   * `'warn'` tells the `logger` of the service, when the schema is built, which protected fields are non-null, so that their
   * refusal takes public fields along: GraphQL then answers with null for the object around them. By default nothing is told.
   */
  nullableRefusals?: 'warn';
}

/** The builder's `emailAuth` option: the service itself, or the service with options. */
export type EmailAuthOption<Types extends SchemaTypes = SchemaTypes> =
  | EmailAuth<Types['AuthClaims'], Types['AuthArgs']>
  | EmailAuthPluginOptions<Types>;
