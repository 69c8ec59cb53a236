import { mapValues } from '../core/map-values.js';
import { type Check, type Checks, matching, openRecord, record } from '../core/validate.js';
import type { ReservedTypeOption, TypeName } from './plugin-options.js';

/** A type to generate: its name in the schema, and the type options that the user added. */
export interface TypeSettings {
  readonly name: string;
  readonly extra: object;
}

/** The option for one type: another name, or options with a name among them. */
export type GivenType = string | { readonly name?: string } | undefined;

/** A name that GraphQL takes, and does not keep for itself. */
export const graphqlName = matching(/^(?!__)[_A-Za-z]\w*$/, 'a GraphQL name');

// A record instead of a list: the compiler notices a name that is missing here.
const reserved: Record<ReservedTypeOption, true> = {
  fields: true,
  interfaces: true,
  isTypeOf: true,
  authenticated: true,
  allow: true,
};

// Not `record`: which other type options there are is known to the plugins of the builder alone.
const typeOptions = openRecord((value, option) => {
  const given = value as Readonly<Record<string, unknown>>;
  if (given.name !== undefined) graphqlName(given.name, `${option}.name`);
  const taken = Object.keys(reserved).find((key) => Object.hasOwn(given, key));
  if (taken) throw new TypeError(`${option}.${taken} cannot be set: the plugin sets it`);
});

const type: Check = (value, option) =>
  typeof value === 'object' && value !== null ? typeOptions(value, option) : graphqlName(value, option);

const typeChecks: Checks<Record<TypeName, GivenType>> = {
  LoginCodeRequest: type,
  AuthTokens: type,
  AuthSession: type,
};

/** Checks the `types` option of the plugin. */
export const typesCheck = record(typeChecks);

/** The `types` option of the plugin: each type with its name. */
export const readTypes = (
  given: Readonly<Partial<Record<TypeName, GivenType>>>,
): Readonly<Record<TypeName, TypeSettings>> =>
  mapValues(typeChecks, (_, standard) => {
    const option = given[standard];
    const { name = standard, ...extra } = typeof option === 'string' ? { name: option } : (option ?? {});
    return { name, extra };
  });
