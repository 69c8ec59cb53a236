import { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { withApplication, withDefinition } from './directive.js';
import { forAuthenticated, guard, isMarked } from './enforce.js';
import { addMutations } from './mutations.js';
import { ownBuilder } from './own-builder.js';
import { pluginName } from './plugin-name.js';
import { type PluginSettings, readPluginSettings } from './plugin-settings.js';
import { addSessionFields } from './session-fields.js';
import { watchSession } from './watch-session.js';

type Field<Types extends SchemaTypes> = PothosOutputFieldConfig<Types>;
type Resolve<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

// Other fields can have a `subscribe` too: one of @pothos/plugin-smart-subscriptions, which takes other arguments.
const isStream = <Types extends SchemaTypes>({ kind }: Field<Types>): boolean => kind === 'Subscription';

const isSmart = <Types extends SchemaTypes>({ pothosOptions }: Field<Types>): boolean =>
  'smartSubscription' in pothosOptions && Boolean(pothosOptions.smartSubscription);

/**
 * The Pothos plugin: adds the mutations, and protects the fields that are marked `authenticated: true`. Pothos makes one
 * for every `toSchema()`, so it validates its options here and keeps nothing between builds.
 *
 * A refusal comes from the outermost place of a field, before its arguments are mapped or validated. In a field whose
 * errors are members of a union (@pothos/plugin-errors) it has to come from inside of that plugin's own wrapper, or it
 * could not become a member: from `wrapResolve` where that plugin is outside of this one, else from the field itself.
 */
export class PothosEmailAuthPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  readonly #settings: PluginSettings;
  readonly #plugins: readonly string[];

  constructor(...args: ConstructorParameters<typeof BasePlugin<Types>>) {
    super(...args);
    this.#settings = readPluginSettings(this.builder.options.emailAuth);
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
      ...(isStream(field) && applied.subscribe && { subscribe: this.#guard(applied.subscribe) }),
    };
  }

  override wrapResolve(resolve: Resolve<Types>, field: Field<Types>): Resolve<Types> {
    if (!isMarked(field) || !this.#refusesAsMember(field)) return resolve;
    // Pothos reads the mappers of this copy of the field after every plugin has wrapped: only now are they complete.
    field.argMappers = forAuthenticated(field.argMappers, this.#settings.service.forPlugins);
    return this.#isOutsideOfErrors() ? resolve : this.#guard(resolve);
  }

  override wrapSubscribe(
    subscribe: Resolve<Types> | undefined,
    field: Field<Types>,
  ): Resolve<Types> | undefined {
    if (!subscribe || !isStream(field)) return subscribe;
    const marked = isMarked(field);
    const watched = watchSession(subscribe, marked);
    const guarded = marked && this.#refusesAsMember(field) && !this.#isOutsideOfErrors();
    return guarded ? this.#guard(watched) : watched;
  }

  override wrapArgMappers(
    resolve: Resolve<Types> | undefined,
    field: Field<Types>,
  ): Resolve<Types> | undefined {
    if (!resolve || !isMarked(field)) return resolve;
    const guarded = this.#guard(resolve);
    if (!this.#refusesAsMember(field)) return guarded;
    if (!this.#isBehindCache(field)) return resolve;
    return (source, args, context, info) =>
      (info.operation.operation === 'subscription' ? guarded : resolve)(source, args, context, info);
  }

  #guard(resolve: Resolve<Types>): Resolve<Types> {
    return guard(resolve, this.#settings.service.forPlugins);
  }

  #refusesAsMember(field: Field<Types>): boolean {
    return this.#plugins.includes('errors') && Boolean(field.extensions?.pothosErrors);
  }

  // @pothos/plugin-smart-subscriptions answers with what it has cached at an earlier event, and asks nothing that is inside
  // of it: such a field refuses from outside, though not as a member of its union.
  #isBehindCache(field: Field<Types>): boolean {
    const cache = this.#plugins.indexOf('smartSubscriptions');
    if (cache === -1 || (isStream(field) && !isSmart(field))) return false;
    return this.#isOutsideOfErrors() || cache < this.#plugins.indexOf(pluginName);
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
