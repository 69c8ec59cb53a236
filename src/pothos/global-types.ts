import type {
  FieldNullability,
  InputFieldMap,
  InputShapeFromFields,
  Resolver,
  SchemaTypes,
  ShapeFromTypeParam,
  TypeParam,
} from '@pothos/core';
import type { ContextWithClaims } from './context.js';
import type { PothosEmailAuthPlugin } from './email-auth-plugin.js';
import type { EmailAuthOption } from './plugin-options.js';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      emailAuth: PothosEmailAuthPlugin<Types>;
    }

    export interface UserSchemaTypes {
      /** The claims that the `claims` option of `createEmailAuth` adds to every access token. */
      AuthClaims: object;
    }

    export interface ExtendDefaultTypes<PartialTypes extends Partial<UserSchemaTypes>> {
      AuthClaims: PartialTypes['AuthClaims'] & object;
    }

    export interface SchemaBuilderOptions<Types extends SchemaTypes> {
      // Optional, because a required option would break every builder of the program that is without this plugin.
      /** The service made by `createEmailAuth`, or `{ auth, mutations, types, directive }`. */
      emailAuth?: EmailAuthOption<Types>;
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
