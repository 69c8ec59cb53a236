import { mapValues } from '../core/map-values.js';
import { checksOf, fillIn, none, type OptionTable } from '../core/option-table.js';
import {
  boolean,
  type Check,
  type Checks,
  callable,
  checkRecord,
  matching,
  oneOf,
  orFalse,
  record,
} from '../core/validate.js';
import type { EmailAuth } from '../email-auth.js';
import { openOptions } from './generated-options.js';
import type { MutationName, ReservedFieldOption, SessionFieldName, TypeName } from './plugin-options.js';
import type { ScopesOf } from './scopes.js';
import { type GivenType, readTypes, type TypeSettings, typesCheck } from './type-settings.js';

/** A field to generate: its name in the schema, and the field options that the user added. */
export interface FieldSettings {
  readonly name: string;
  readonly extra: object;
}

/** The `emailAuth` option, validated, with every default filled in. */
export interface PluginSettings {
  readonly service: EmailAuth;
  /** Null stands for a mutation that is left out. */
  readonly mutations: Readonly<Record<MutationName, FieldSettings | null>>;
  /** The same for the fields about sessions. */
  readonly sessions: Readonly<Record<SessionFieldName, FieldSettings | null>>;
  readonly types: Readonly<Record<TypeName, TypeSettings>>;
  readonly directive: boolean;
  readonly scopesOf: ScopesOf | undefined;
  /** Where `ctx.auth` stands instead; undefined: wherever the service has it. */
  readonly contextKey: string | undefined;
  /** Protects every field of the root types that does not opt out. */
  readonly protectRoots: boolean;
  /** Warns of protected fields that are non-null. */
  readonly nullableRefusals: 'warn' | undefined;
}

type GivenField = false | { readonly name?: string } | undefined;

/** The option after its checks. */
interface Given {
  readonly auth: EmailAuth;
  readonly mutations?: false | { readonly [Name in MutationName]?: GivenField };
  readonly sessions?: boolean | { readonly [Name in SessionFieldName]?: GivenField };
  readonly types?: { readonly [Name in TypeName]?: GivenType };
  readonly protect?: 'all';
  readonly directive?: boolean;
  readonly contextKey?: string;
  readonly scopesOf?: ScopesOf;
  readonly nullableRefusals?: 'warn';
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isService = (value: unknown): value is EmailAuth =>
  isObject(value) && typeof value.requestLoginCode === 'function' && isObject(value.forPlugins);

const service: Check = (value, option) => {
  if (!isService(value)) throw new TypeError(`${option} must be the service that createEmailAuth makes`);
};

const { args: _, ...reserved } = {
  type: true,
  args: true,
  nullable: true,
  resolve: true,
  authenticated: true,
} as const satisfies Record<ReservedFieldOption, true>;

const fieldOptions = (open: Check): Check =>
  orFalse((value, option) => {
    if (!isObject(value)) throw new TypeError(`${option} must be false or an object of field options`);
    return open(value, option);
  });

const field = fieldOptions(openOptions({ ...reserved, args: true }));
const fieldWithArgs = fieldOptions(openOptions(reserved, { args: callable }));

const mutationFields: Checks<Record<MutationName, GivenField>> = {
  requestLoginCode: fieldWithArgs,
  login: fieldWithArgs,
  refreshToken: field,
  logout: field,
  logoutEverywhere: field,
};

const sessionFields: Checks<Record<SessionFieldName, GivenField>> = { sessions: field, endSession: field };

const sessionsCheck: Check = (value, option) =>
  typeof value === 'boolean' ? undefined : checkRecord(value, option, sessionFields);

const contextName = matching(/^[\w$]+$/, 'a name, of letters, digits, _ and $');

// What every object has stands in every context already.
const contextKey: Check = (value, option) => {
  contextName(value, option);
  if (String(value) in {}) throw new TypeError(`${option} cannot be "${value}": every object has that`);
};

/** The `emailAuth` option in its long form, row by row. */
const pluginTable = {
  auth: { check: service, default: undefined },
  mutations: { check: orFalse(record(mutationFields)), default: none },
  sessions: { check: sessionsCheck, default: false },
  types: { check: typesCheck, default: none },
  protect: { check: oneOf('all'), default: undefined },
  directive: { check: boolean, default: true },
  contextKey: { check: contextKey, default: undefined },
  scopesOf: { check: callable, default: undefined },
  nullableRefusals: { check: oneOf('warn'), default: undefined },
} satisfies OptionTable<Given>;

/** `sessions` is a method of the service too. */
const onlyOptions = Object.keys(pluginTable).filter((name) => name !== 'sessions');

const refuseBoth = (service: object): void => {
  const found = onlyOptions.find((name) => Object.hasOwn(service, name));
  if (found) {
    throw new TypeError(
      `emailAuth.${found} stands in the service itself: give the options beside it, emailAuth: { auth: service, … }`,
    );
  }
};

const checked = (option: unknown): Given => {
  if (isService(option)) {
    refuseBoth(option);
    return { auth: option };
  }
  const given: Partial<Given> = checkRecord<Given>(option, 'emailAuth', checksOf(pluginTable));
  service(given.auth, 'emailAuth.auth');
  // Boundary: the check has just said that it is there.
  return given as Given;
};

const fieldSettings = (name: string, given: GivenField): FieldSettings | null => {
  if (given === false) return null;
  const { name: renamed = name, ...extra } = given ?? {};
  return { name: renamed, extra };
};

const sessionSettings = (given: Required<Given>['sessions']): PluginSettings['sessions'] =>
  mapValues(sessionFields, (_, name) =>
    fieldSettings(name, typeof given === 'boolean' ? given && {} : given[name]),
  );

const mutationSettings = (given: Required<Given>['mutations']): PluginSettings['mutations'] =>
  mapValues(mutationFields, (_, name) => fieldSettings(name, given === false ? false : given[name]));

/**
 * Validates the builder's `emailAuth` option.
 *
 * @throws {TypeError} naming the option that is wrong, and the nearest known one where it is misspelt
 */
export const readPluginSettings = (option: unknown): PluginSettings => {
  if (option === undefined) {
    throw new TypeError(
      "The plugin 'emailAuth' is listed, but the builder has no option `emailAuth`: give it the service that " +
        'createEmailAuth makes',
    );
  }
  const given = checked(option);
  const { mutations, sessions, types, protect, directive, contextKey, scopesOf, nullableRefusals } = fillIn(
    pluginTable,
    given,
  );
  return {
    service: given.auth,
    mutations: mutationSettings(mutations),
    sessions: sessionSettings(sessions),
    types: readTypes(types),
    directive,
    contextKey,
    scopesOf,
    protectRoots: protect === 'all',
    nullableRefusals,
  };
};
