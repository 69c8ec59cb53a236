import type { SchemaTypes } from '@pothos/core';
import type { EmailAuth } from '../email-auth.js';

/** The mutations that the plugin adds, by the names they have unless they are renamed. */
export type MutationName = 'requestLoginCode' | 'login' | 'refreshToken' | 'logout' | 'logoutEverywhere';

/** The types that the plugin adds, by the names they have unless they are renamed. */
export type TypeName = 'LoginCodeRequest' | 'AuthTokens' | 'AuthSession';

/** The fields for a list of sessions, by the names they have unless they are renamed. */
export type SessionFieldName = 'sessions' | 'endSession';

/** What belongs to the plugin in the options of a generated field. */
export type ReservedFieldOption = 'type' | 'args' | 'nullable' | 'resolve' | 'authenticated';

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

/** The long form of the builder's `emailAuth` option. */
export interface EmailAuthPluginOptions<Types extends SchemaTypes = SchemaTypes> {
  /** The service made by `createEmailAuth`. */
  auth: EmailAuth<Types['AuthClaims']>;
  /**
   * Each mutation: `false` leaves it out, an object renames it or gives it more field options. `false` for all leaves
   * out all of them. By default there are all five.
   *
   * @example
   * mutations: { logoutEverywhere: false, login: { name: 'signIn', skipTypeScopes: true } }
   */
  mutations?: false | { [Name in MutationName]?: false | GeneratedFieldOptions<Types> };
  /**
   * Adds the query `sessions` and the mutation `endSession`, both for authenticated callers about their own sessions; an
   * object renames them, gives them more field options, or leaves one out. By default there are none.
   */
  sessions?: boolean | { [Name in SessionFieldName]?: false | GeneratedFieldOptions<Types> };
  /** Other names for the types; a type exists only where a mutation uses it. */
  types?: { [Name in TypeName]?: string };
  /** Whether `@authenticated` stands in the schema; true by default. Fields are protected either way. */
  directive?: boolean;
}

/** The builder's `emailAuth` option: the service itself, or the service with options. */
export type EmailAuthOption<Types extends SchemaTypes = SchemaTypes> =
  | EmailAuth<Types['AuthClaims']>
  | EmailAuthPluginOptions<Types>;
