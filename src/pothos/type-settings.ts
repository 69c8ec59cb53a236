import { mapValues } from '../core/map-values.js';
import { type Check, type Checks, record } from '../core/validate.js';
import { graphqlName, openOptions } from './generated-options.js';
import type { ReservedTypeOption, TypeName } from './plugin-options.js';

/** A type to generate: its name in the schema, and the type options that the user added. */
export interface TypeSettings {
  readonly name: string;
  readonly extra: object;
}

/** The option for one type: another name, or options with a name among them. */
export type GivenType = string | { readonly name?: string } | undefined;

const typeOptions = openOptions({
  fields: true,
  interfaces: true,
  isTypeOf: true,
  authenticated: true,
  allow: true,
} satisfies Record<ReservedTypeOption, true>);

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
