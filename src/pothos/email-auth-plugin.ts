import {
  BasePlugin,
  type PothosEnumValueConfig,
  type PothosInputFieldConfig,
  type PothosOutputFieldConfig,
  type PothosTypeConfig,
  type SchemaTypes,
} from '@pothos/core';
import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { noteEnforcement } from '../audit/enforcement.js';
import { withDefinitions } from './directive.js';
import { createDoorkeeper, type Doorkeeper } from './doorkeeper.js';
import { behindDoor, createDoors } from './enforce.js';
import { refuseLateFieldMark, refuseLateTypeMark } from './late-marks.js';
import { createMarkPrinter, type PrintMark } from './mark-printer.js';
import { refuseMark, saysWho } from './marks.js';
import { addMutations } from './mutations.js';
import { warnOfNullableRefusals } from './nullable-refusals.js';
import { ownBuilder } from './own-builder.js';
import { pluginName } from './plugin-name.js';
import { type PluginSettings, readPluginSettings } from './plugin-settings.js';
import { type Protection, readProtection } from './protection.js';
import { findRefusalPlaces, type RefusalPlaces } from './refusal-places.js';
import { createScopesPrinter, type ScopesPrinter } from './scopes-printer.js';
import { addSessionFields } from './session-fields.js';
import { tellRefusals } from './tell-refusals.js';
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
  readonly #scopes: ScopesPrinter;
  readonly #places: RefusalPlaces;
  readonly #doorkeeper: Doorkeeper<Field<Types>>;
  #protection: Protection | undefined;

  constructor(...args: ConstructorParameters<typeof BasePlugin<Types>>) {
    super(...args);
    this.#settings = readPluginSettings(this.builder.options.emailAuth);
    this.#plugins = this.builder.options.plugins ?? [];
    this.#places = findRefusalPlaces(this.#plugins);
    this.#doorkeeper = createDoorkeeper<Field<Types>>(
      createDoors(this.#settings.service.forPlugins),
      (type, field) => this.#read().gates.of(type, field),
      this.#places.refusesAsMember,
    );
    this.#scopes = createScopesPrinter(this.#settings.directive);
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
    const { directive, nullableRefusals } = this.#settings;
    for (const type of this.builder.configStore.typeConfigs.values())
      refuseLateTypeMark(this.buildCache.getTypeConfig(type.name), type);
    const warn = () => warnOfNullableRefusals(schema, this.#settings);
    if (nullableRefusals) this.runUnique(warnOfNullableRefusals, warn);
    return directive ? withDefinitions(schema, { scopes: this.#scopes.hasPrinted() }) : schema;
  }

  override onTypeConfig(type: PothosTypeConfig): PothosTypeConfig {
    if (type.graphqlKind === 'Object' || type.graphqlKind === 'Interface') {
      const { marks, gates, scopesOfType } = this.#read();
      gates.on(type, type.name);
      return this.#scopes.print(
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
    const isPlain = !marks.protects(parentType, name) && !saysWho(field) && !this.#isInsideOfErrors(field);
    if (isPlain && field.extensions?.directives === undefined) return field;
    gates.on(field, `${parentType}.${name}`);
    const marked = this.#printMark(field, marks.isPrintedOnField(parentType, name));
    const printed = this.#scopes.print(marked, scopesOfField(parentType, name));
    if (!this.#isInsideOfErrors(field)) return printed;
    // What is thrown here can become a member of the union.
    const resolve = this.#telling(field, printed.resolve ?? defaultFieldResolver);
    if (!this.#isProtected(field)) return { ...printed, resolve };
    return {
      ...printed,
      resolve: this.#doorkeeper.guard(field, resolve),
      ...(this.#isStream(field) &&
        printed.subscribe && { subscribe: this.#doorkeeper.guard(field, printed.subscribe) }),
    };
  }

  override wrapResolve(resolve: Resolve<Types>, field: Field<Types>): Resolve<Types> {
    const isProtected = this.#isProtected(field);
    const { gates, enforcementOf } = this.#read();
    refuseLateFieldMark(field, isProtected, gates);
    // Pothos has made this copy of the field for the build.
    noteEnforcement(field, enforcementOf(isProtected));
    const telling = this.#telling(field, resolve);
    if (!isProtected || !this.#places.refusesAsMember(field)) return telling;
    // Pothos reads the mappers of this copy after every plugin has wrapped: only now are they complete.
    field.argMappers = behindDoor(field.argMappers, this.#doorkeeper.doorOf(field));
    return this.#doorkeeper.isGuarded(field.resolve) ? telling : this.#doorkeeper.guard(field, telling);
  }

  override wrapSubscribe(
    subscribe: Resolve<Types> | undefined,
    field: Field<Types>,
  ): Resolve<Types> | undefined {
    if (!subscribe || !this.#isStream(field)) return subscribe;
    const marked = this.#isProtected(field);
    const watched = watchSession(subscribe, marked, this.#settings.service.forPlugins);
    const isOpen =
      marked && this.#places.refusesAsMember(field) && !this.#doorkeeper.isGuarded(field.subscribe);
    return isOpen ? this.#doorkeeper.guard(field, watched) : watched;
  }

  override wrapArgMappers(
    resolve: Resolve<Types> | undefined,
    field: Field<Types>,
  ): Resolve<Types> | undefined {
    if (!resolve || !this.#isProtected(field)) return resolve;
    const guarded = this.#doorkeeper.guard(field, resolve);
    if (!this.#places.refusesAsMember(field)) return guarded;
    if (!this.#places.isBehindCache(field, this.#isStream(field))) return resolve;
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

  // Other fields can have a `subscribe` too: one of @pothos/plugin-smart-subscriptions, which takes other arguments. What
  // `builder.objectField` adds to the subscription type is of the kind of an object's field.
  #isStream(field: Field<Types>): boolean {
    return this.#kindOf(field) === 'Subscription';
  }

  // A query that nobody has marked stays the function that it is, and costs nothing.
  #mayAskService(field: Field<Types>): boolean {
    const kind = this.#kindOf(field);
    return kind === 'Mutation' || (kind === 'Query' && this.#isProtected(field));
  }

  #telling(field: Field<Types>, resolve: Resolve<Types>): Resolve<Types> {
    return this.#mayAskService(field) ? tellRefusals(resolve, this.#settings.service.forPlugins) : resolve;
  }

  // The field's own resolver is, where @pothos/plugin-errors is inside of this plugin.
  #isInsideOfErrors(field: Field<Types>): boolean {
    return this.#places.outsideOfErrors && this.#places.refusesAsMember(field);
  }

  #kindOf({ parentType }: Field<Types>): string {
    return this.builder.configStore.getTypeConfig(parentType).kind;
  }

  #isProtected({ parentType, name }: Field<Types>): boolean {
    return this.#read().marks.protects(parentType, name);
  }
}
