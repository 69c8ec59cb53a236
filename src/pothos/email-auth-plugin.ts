import { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { revalidate } from '../core/auth-state.js';
import { authOf } from './auth-of.js';
import { withApplication, withDefinition } from './directive.js';
import { endWithSession } from './end-with-session.js';
import { forAuthenticated, guard, isMarked, isRefused } from './enforce.js';
import { addMutations } from './mutations.js';
import { ownBuilder } from './own-builder.js';
import { pluginName } from './plugin-name.js';
import { addSessionFields } from './session-fields.js';
import { readSettings, type Settings } from './settings.js';

type Field<Types extends SchemaTypes> = PothosOutputFieldConfig<Types>;
type Resolve<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

/**
 * The Pothos plugin: adds the mutations, and protects the fields that are marked `authenticated: true`. Pothos makes one
 * for every `toSchema()`, so it validates its options here and keeps nothing between builds.
 *
 * A refusal comes from the outermost place of a field, before its arguments are mapped or validated. In a field whose
 * errors are members of a union (@pothos/plugin-errors) it has to come from inside of that plugin's own wrapper, or it
 * could not become a member: from `wrapResolve` where that plugin is outside of this one, else from the field itself.
 */
export class PothosEmailAuthPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  readonly #settings: Settings;
  readonly #plugins: readonly string[];

  constructor(...args: ConstructorParameters<typeof BasePlugin<Types>>) {
    super(...args);
    this.#settings = readSettings(this.builder.options.emailAuth);
    this.#plugins = this.builder.options.plugins ?? [];
  }

  override beforeBuild(): void {
    this.runUnique(pluginName, () => {
      addMutations(ownBuilder(this.builder), this.#settings);
      addSessionFields(ownBuilder(this.builder), this.#settings);
    });
  }

  override afterBuild(schema: GraphQLSchema): GraphQLSchema {
    return this.#settings.directive ? withDefinition(schema) : schema;
  }

  override onOutputFieldConfig(field: Field<Types>): Field<Types> {
    if (!isMarked(field)) return field;
    const applied = this.#appliesDirective() ? withApplication(field) : field;
    if (!this.#refusesAsMember(field) || !this.#isOutsideOfErrors()) return applied;
    return {
      ...applied,
      resolve: this.#guard(applied.resolve ?? defaultFieldResolver),
      ...(applied.subscribe && { subscribe: this.#guard(applied.subscribe) }),
    };
  }

  override wrapResolve(resolve: Resolve<Types>, field: Field<Types>): Resolve<Types> {
    if (!isMarked(field) || !this.#refusesAsMember(field)) return resolve;
    // Pothos reads the mappers of this copy of the field after every plugin has wrapped: only now are they complete.
    field.argMappers = forAuthenticated(field.argMappers);
    return this.#isOutsideOfErrors() ? resolve : this.#guard(resolve);
  }

  override wrapSubscribe(
    subscribe: Resolve<Types> | undefined,
    field: Field<Types>,
  ): Resolve<Types> | undefined {
    if (!subscribe || !isMarked(field)) return subscribe;
    const ending = this.#endWithSession(subscribe);
    return this.#refusesAsMember(field) && !this.#isOutsideOfErrors() ? this.#guard(ending) : ending;
  }

  override wrapArgMappers(
    resolve: Resolve<Types> | undefined,
    field: Field<Types>,
  ): Resolve<Types> | undefined {
    if (!resolve || !isMarked(field) || this.#refusesAsMember(field)) return resolve;
    return this.#guard(resolve);
  }

  #guard(resolve: Resolve<Types>): Resolve<Types> {
    return guard(resolve, this.#settings.service.surface.presentation);
  }

  #endWithSession(subscribe: Resolve<Types>): Resolve<Types> {
    return async (source, args, context, info) =>
      endWithSession(await subscribe(source, args, context, info), async () => {
        await revalidate(authOf(context));
        return isRefused(context);
      });
  }

  #refusesAsMember(field: Field<Types>): boolean {
    return this.#plugins.includes('errors') && Boolean(field.extensions?.pothosErrors);
  }

  // The first plugin of the list is the outermost one.
  #isOutsideOfErrors(): boolean {
    return this.#plugins.indexOf(pluginName) < this.#plugins.indexOf('errors');
  }

  // @pothos/plugin-federation applies the directive itself, wherever `authenticated: true` stands; twice is an error.
  #appliesDirective(): boolean {
    return this.#settings.directive && !this.#plugins.includes('federation');
  }
}
