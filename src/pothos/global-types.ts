import type {
  FieldKind,
  FieldNullability,
  InputFieldMap,
  InputShapeFromFields,
  Resolver,
  RootName,
  SchemaTypes,
  ShapeFromTypeParam,
  TypeParam,
} from '@pothos/core';
import type { EmailAuth } from '../email-auth.js';
import type { Claims } from '../token/auth-state.js';
import type { ContextWithClaims, Narrowed } from './context.js';
import type { PothosEmailAuthPlugin } from './email-auth-plugin.js';
import type { EmailAuthPluginOptions } from './plugin-options.js';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      emailAuth: PothosEmailAuthPlugin<Types>;
    }

    export interface UserSchemaTypes {
      /** The claims that the `claims` option of `createEmailAuth` adds to every access token. */
      AuthClaims: object;
      /** Arguments of your own on `requestLoginCode` and `login`. What only one of them has is optional. */
      AuthArgs: object;
      /** Where `ctx.auth` stands instead; the same as the option `emailAuth.contextKey`. */
      AuthContextKey: string;
    }

    export interface ExtendDefaultTypes<PartialTypes extends Partial<UserSchemaTypes>> {
      AuthClaims: PartialTypes['AuthClaims'] extends object ? PartialTypes['AuthClaims'] : object;
      AuthArgs: PartialTypes['AuthArgs'] extends object ? PartialTypes['AuthArgs'] : object;
      AuthContextKey: PartialTypes['AuthContextKey'] extends string ? PartialTypes['AuthContextKey'] : 'auth';
    }

    export interface SchemaBuilderOptions<Types extends SchemaTypes> {
      // Optional, because a required option would break every builder of the program that is without this plugin.
      /** The service made by `createEmailAuth`, or `{ auth, mutations, types, directive }`. */
      // The union itself, and not EmailAuthOption: an error about wrong claims then has both kinds of claims in its first line.
      emailAuth?: EmailAuth<Types['AuthClaims'], Types['AuthArgs']> | EmailAuthPluginOptions<Types>;
    }

    // Exactly this type: @pothos/plugin-federation declares the same property on these two.
    export interface ObjectTypeOptions<Types extends SchemaTypes, Shape> {
      /**
       * Protects each field of this type that does not opt out by `authenticated: false`. The resolvers get claims that may
       * be null by type; `requireClaims(ctx)` gives those that are not.
       */
      authenticated?: boolean;
      /**
       * Who passes, of those with a valid access token: only `true` is a yes. Without a token the answer is
       * `UNAUTHENTICATED`, and this is not asked; else `FORBIDDEN`. It is called for every field, so it must be quick.
       */
      allow?: (claims: Claims<Types['AuthClaims']>) => boolean;
      /**
       * Sets of scopes, one of which a caller needs whole: `[['admin'], ['editor', 'eu']]`. The option `scopesOf` of the plugin
       * says which ones she has. It is printed as `@requiresScopes`. With @pothos/plugin-federation: `requiresScopes`.
       */
      scopes?: readonly (readonly string[])[];
    }

    export interface InterfaceTypeOptions<Types extends SchemaTypes, Shape> {
      /** Protects each field of this interface, and of all types that implement it. */
      authenticated?: boolean;
      /**
       * Who passes, of those with a valid access token: only `true` is a yes. Without a token the answer is
       * `UNAUTHENTICATED`, and this is not asked; else `FORBIDDEN`. It is called for every field, so it must be quick.
       */
      allow?: (claims: Claims<Types['AuthClaims']>) => boolean;
      /**
       * Sets of scopes, one of which a caller needs whole: `[['admin'], ['editor', 'eu']]`. The option `scopesOf` of the plugin
       * says which ones she has. It is printed as `@requiresScopes`. With @pothos/plugin-federation: `requiresScopes`.
       */
      scopes?: readonly (readonly string[])[];
    }

    export interface RootTypeOptions<Types extends SchemaTypes, Type extends RootName> {
      /** Protects each field of this root type that does not opt out by `authenticated: false`. */
      authenticated?: boolean;
      /**
       * Who passes, of those with a valid access token: only `true` is a yes. Without a token the answer is
       * `UNAUTHENTICATED`, and this is not asked; else `FORBIDDEN`. It is called for every field, so it must be quick.
       */
      allow?: (claims: Claims<Types['AuthClaims']>) => boolean;
      /**
       * Sets of scopes, one of which a caller needs whole: `[['admin'], ['editor', 'eu']]`. The option `scopesOf` of the plugin
       * says which ones she has. It is printed as `@requiresScopes`. With @pothos/plugin-federation: `requiresScopes`.
       */
      scopes?: readonly (readonly string[])[];
    }

    export interface FieldOptions<
      Types extends SchemaTypes = SchemaTypes,
      ParentShape = unknown,
      Type extends TypeParam<Types> = TypeParam<Types>,
      Nullable extends FieldNullability<Type> = FieldNullability<Type>,
      Args extends InputFieldMap = InputFieldMap,
      ResolveShape = unknown,
      ResolveReturnShape = unknown,
    > {
      // Exactly this type: @pothos/plugin-federation declares the same property.
      /** Refuses callers without a valid access token, before anything else of the field runs. */
      authenticated?: boolean;
      /**
       * Who passes, of those with a valid access token: only `true` is a yes. Without a token the answer is
       * `UNAUTHENTICATED`, and this is not asked; else `FORBIDDEN`. It is called for every field, so it must be quick.
       */
      allow?: (claims: Claims<Types['AuthClaims']>) => boolean;
      /**
       * Sets of scopes, one of which a caller needs whole: `[['admin'], ['editor', 'eu']]`. The option `scopesOf` of the plugin
       * says which ones she has. It is printed as `@requiresScopes`. With @pothos/plugin-federation: `requiresScopes`.
       */
      scopes?: readonly (readonly string[])[];
    }

    // Of all of them: the builders of @pothos/plugin-prisma and @pothos/plugin-drizzle, which cannot be named here, have this one.
    export interface RootFieldBuilder<
      Types extends SchemaTypes,
      ParentShape,
      Kind extends FieldKind = FieldKind,
    > {
      /** The same builder for marked fields: whatever it makes refuses callers without a valid token, and has their claims. */
      readonly authenticated: RootFieldBuilder<Narrowed<Types>, ParentShape, Kind>;
    }

    export interface QueryFieldBuilder<Types extends SchemaTypes, ParentShape> {
      /** The same builder for marked fields: whatever it makes refuses callers without a valid token, and has their claims. */
      readonly authenticated: QueryFieldBuilder<Narrowed<Types>, ParentShape>;
    }

    export interface MutationFieldBuilder<Types extends SchemaTypes, ParentShape> {
      /** The same builder for marked fields: whatever it makes refuses callers without a valid token, and has their claims. */
      readonly authenticated: MutationFieldBuilder<Narrowed<Types>, ParentShape>;
    }

    export interface SubscriptionFieldBuilder<Types extends SchemaTypes, ParentShape> {
      /** The same builder for marked fields: whatever it makes refuses callers without a valid token, and has their claims. */
      readonly authenticated: SubscriptionFieldBuilder<Narrowed<Types>, ParentShape>;
    }

    export interface ObjectFieldBuilder<Types extends SchemaTypes, ParentShape> {
      /** The same builder for marked fields: whatever it makes refuses callers without a valid token, and has their claims. */
      readonly authenticated: ObjectFieldBuilder<Narrowed<Types>, ParentShape>;
    }

    export interface InterfaceFieldBuilder<Types extends SchemaTypes, ParentShape> {
      /** The same builder for marked fields: whatever it makes refuses callers without a valid token, and has their claims. */
      readonly authenticated: InterfaceFieldBuilder<Narrowed<Types>, ParentShape>;
    }

    export interface InferredFieldOptions<
      Types extends SchemaTypes,
      ResolveShape = unknown,
      Type extends TypeParam<Types> = TypeParam<Types>,
      Nullable extends FieldNullability<Type> = FieldNullability<Type>,
      Args extends InputFieldMap = InputFieldMap,
      ResolveReturnShape = unknown,
    > {
      // Where a kind is not chosen (Pothos itself asks for the keys of all kinds), it must look like the default one,
      // or `authenticated` would vanish from the options of `expose*`, which leave out every inferred key.
      Authenticated: 'Resolve' extends Types['InferredFieldOptionsKind']
        ? InferredFieldOptions<Types, ResolveShape, Type, Nullable, Args, ResolveReturnShape>['Resolve']
        :
            | {
                authenticated: true;
                /** Resolver of this field; `ctx.auth.claims` are never null here. */
                resolve: Resolver<
                  ResolveShape,
                  InputShapeFromFields<Args>,
                  ContextWithClaims<Types>,
                  ShapeFromTypeParam<Types, Type, Nullable>,
                  ResolveReturnShape
                >;
              }
            | {
                authenticated?: false;
                /** Resolver of this field; `ctx.auth.claims` are null for anonymous callers. */
                resolve: Resolver<
                  ResolveShape,
                  InputShapeFromFields<Args>,
                  Types['Context'],
                  ShapeFromTypeParam<Types, Type, Nullable>,
                  ResolveReturnShape
                >;
              };
    }
  }
}
