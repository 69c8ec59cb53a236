import {
  BasePlugin,
  type PothosEnumValueConfig,
  type PothosInputFieldConfig,
  type PothosOutputFieldConfig,
  type PothosTypeConfig,
  type SchemaTypes,
} from '@pothos/core';
import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { isSmart } from './catalogue.js';
import { applyScopes, type Printable, withDefinitions } from './directive.js';
import { behindDoor, type CreateDoor, createDoors, type Door, forGood, guard } from './enforce.js';
import { createMarkPrinter, type PrintMark } from './mark-printer.js';
import { refuseMark } from './marks.js';
import { addMutations } from './mutations.js';
import { ownBuilder } from './own-builder.js';
import { pluginName } from './plugin-name.js';
import { type PluginSettings, readPluginSettings } from './plugin-settings.js';
import { type Protection, readProtection } from './protection.js';
import type { Scopes } from './scopes.js';
import { addSessionFields } from './session-fields.js';
import { watchSession } from './watch-session.js';

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
  readonly #settings: PluginSettings;
  readonly #plugins: readonly string[];
  readonly #printMark: PrintMark;
  readonly #createDoor: CreateDoor;
  readonly #doors = new Map<string, Door>();
  readonly #guarded = new WeakSet<Resolve<Types>>();
  #protection: Protection | undefined;
  #printsScopes = false;

  constructor(...args: ConstructorParameters<typeof BasePlugin<Types>>) {
    super(...args);
    this.#settings = readPluginSettings(this.builder.options.emailAuth);
    this.#plugins = this.builder.options.plugins ?? [];
    this.#createDoor = createDoors(this.#settings.service.forPlugins);
    this.#printMark = createMarkPrinter(this.#plugins, this.#settings.directive, this.options.extensions);
  }

  override beforeBuild(): void {
    this.runUnique(pluginName, () => {
      const { service, contextKey } = this.#settings;
      if (contextKey !== undefined) service.forPlugins.contextKey.choose(contextKey);
      addMutations(ownBuilder(this.builder), this.#settings);
      addSessionFields(ownBuilder(this.builder), this.#settings);
    });
  }

  override afterBuild(schema: GraphQLSchema): GraphQLSchema {
    return this.#settings.directive ? withDefinitions(schema, { scopes: this.#printsScopes }) : schema;
  }

  override onTypeConfig(type: PothosTypeConfig): PothosTypeConfig {
    if (type.graphqlKind === 'Object' || type.graphqlKind === 'Interface') {
      const { marks, gates, scopesOfType } = this.#read();
      gates.on(type, type.name);
      return this.#printScopes(
        this.#printMark(type, marks.isPrintedOnType(type.name)),
        scopesOfType(type.name),
      );
    }
    refuseMark(type, `the type ${type.name}`);
    return type;
  }

  override onInputFieldConfig(field: PothosInputFieldConfig<Types>): PothosInputFieldConfig<Types> {
    refuseMark(field, `the input field ${field.parentType}.${field.name}`);
    return field;
  }

  override onEnumValueConfig(value: PothosEnumValueConfig<Types>): PothosEnumValueConfig<Types> {
    refuseMark(value, `the enum value ${String(value.value)}`);
    return value;
  }

  override onOutputFieldConfig(field: Field<Types>): Field<Types> {
    const { parentType, name } = field;
    const { marks, gates, scopesOfField } = this.#read();
    gates.on(field, `${parentType}.${name}`);
    const marked = this.#printMark(field, marks.isPrintedOnField(parentType, name));
    const applied = this.#printScopes(marked, scopesOfField(parentType, name));
    if (!this.#isProtected(field)) return applied;
    if (!this.#refusesAsMember(field) || !this.#isOutsideOfErrors()) return applied;
    return {
      ...applied,
      resolve: this.#guard(field, applied.resolve ?? defaultFieldResolver),
      ...(this.#isStream(field) && applied.subscribe && { subscribe: this.#guard(field, applied.subscribe) }),
    };
  }

  override wrapResolve(resolve: Resolve<Types>, field: Field<Types>): Resolve<Types> {
    if (!this.#isProtected(field) || !this.#refusesAsMember(field)) return resolve;
    // Pothos reads the mappers of this copy of the field after every plugin has wrapped: only now are they complete.
    field.argMappers = behindDoor(field.argMappers, this.#doorOf(field));
    return this.#isGuarded(field.resolve) ? resolve : this.#guard(field, resolve);
  }

  override wrapSubscribe(
    subscribe: Resolve<Types> | undefined,
    field: Field<Types>,
  ): Resolve<Types> | undefined {
    if (!subscribe || !this.#isStream(field)) return subscribe;
    const marked = this.#isProtected(field);
    const watched = watchSession(subscribe, marked, this.#settings.service.forPlugins);
    const isOpen = marked && this.#refusesAsMember(field) && !this.#isGuarded(field.subscribe);
    return isOpen ? this.#guard(field, watched) : watched;
  }

  override wrapArgMappers(
    resolve: Resolve<Types> | undefined,
    field: Field<Types>,
  ): Resolve<Types> | undefined {
    if (!resolve || !this.#isProtected(field)) return resolve;
    const guarded = this.#guard(field, resolve);
    if (!this.#refusesAsMember(field)) return guarded;
    if (!this.#isBehindCache(field)) return resolve;
    return (source, args, context, info) =>
      (info.operation.operation === 'subscription' ? guarded : resolve)(source, args, context, info);
  }

  // Read when the first config is asked for: then all types and their fields are known.
  #read(): Protection {
    this.#protection ??= readProtection(
      this.builder.configStore,
      this.#settings,
      this.#plugins.includes('federation'),
    );
    return this.#protection;
  }

  #printScopes<Config extends Printable>(config: Config, scopes: Scopes | undefined): Config {
    if (scopes === undefined || !this.#settings.directive) return config;
    this.#printsScopes = true;
    return applyScopes(config, scopes);
  }

  // Other fields can have a `subscribe` too: one of @pothos/plugin-smart-subscriptions, which takes other arguments. What
  // `builder.objectField` adds to the subscription type is of the kind of an object's field.
  #isStream({ parentType }: Field<Types>): boolean {
    return this.builder.configStore.getTypeConfig(parentType).kind === 'Subscription';
  }

  #isProtected({ parentType, name }: Field<Types>): boolean {
    return this.#read().marks.protects(parentType, name);
  }

  #doorOf(field: Field<Types>): Door {
    const key = `${field.parentType}.${field.name}`;
    const door = this.#doors.get(key) ?? this.#makeDoor(field);
    this.#doors.set(key, door);
    return door;
  }

  #makeDoor(field: Field<Types>): Door {
    const door = this.#createDoor(this.#read().gates.of(field.parentType, field.name));
    return this.#refusesAsMember(field) ? forGood(door) : door;
  }

  #guard(field: Field<Types>, resolve: Resolve<Types>): Resolve<Types> {
    const guarded = guard(resolve, this.#doorOf(field));
    this.#guarded.add(guarded);
    return guarded;
  }

  // Not where a plugin that is outside of this one has put something else there.
  #isGuarded(resolve: Resolve<Types> | undefined): boolean {
    return resolve !== undefined && this.#guarded.has(resolve);
  }

  #refusesAsMember(field: Field<Types>): boolean {
    return this.#plugins.includes('errors') && Boolean(field.extensions?.pothosErrors);
  }

  // @pothos/plugin-smart-subscriptions answers with what it has cached at an earlier event, and asks nothing that is inside
  // of it: such a field refuses from outside, though not as a member of its union.
  #isBehindCache(field: Field<Types>): boolean {
    const cache = this.#plugins.indexOf('smartSubscriptions');
    if (cache === -1 || (this.#isStream(field) && !isSmart(field))) return false;
    return this.#isOutsideOfErrors() || cache < this.#plugins.indexOf(pluginName);
  }

  // The first plugin of the list is the outermost one.
  #isOutsideOfErrors(): boolean {
    return this.#plugins.indexOf(pluginName) < this.#plugins.indexOf('errors');
  }
}
