import type { SchemaTypes } from '@pothos/core';
import type { Enforcement } from '../audit/enforcement.js';
import { createCatalogue } from './catalogue.js';
import { type Gates, readGates } from './gates.js';
import { type Marks, readMarks } from './marks.js';
import type { PluginSettings } from './plugin-settings.js';
import { readRefusalTypes } from './refusal-types.js';
import { combine, type Scopes } from './scopes.js';

/** What the options of all types and fields of a schema say. */
export interface Protection {
  readonly marks: Marks;
  readonly gates: Gates;
  /** The scopes that are printed on a type; undefined: none. */
  scopesOfType(type: string): Scopes | undefined;
  /** The scopes that are printed on a field: those that its type does not print. */
  scopesOfField(type: string, field: string): Scopes | undefined;
  /** What is done with a field, as an audit of the schema reads it. */
  enforcementOf(isProtected: boolean): Enforcement;
}

const scopesOf = (gates: ReturnType<Gates['of']>): Scopes | undefined => {
  const all = gates.flatMap(({ scopes }) => (scopes === undefined ? [] : [scopes]));
  return all.length === 0 ? undefined : combine(all);
};

/** Reads the options of a schema, once all of its types are known. */
export const readProtection = <Types extends SchemaTypes>(
  store: PothosSchemaTypes.SchemaBuilder<Types>['configStore'],
  settings: Pick<PluginSettings, 'protectRoots' | 'scopesOf'>,
  federated: boolean,
): Protection => {
  const catalogue = createCatalogue(store);
  const { protectRoots } = settings;
  const marks = readMarks(catalogue, { protectRoots, printOnInterfaces: !federated });
  const scopesOption = federated ? 'requiresScopes' : 'scopes';
  const gates = readGates(catalogue, { scopesOption, scopesOf: settings.scopesOf });
  const refusalTypes = readRefusalTypes(store);
  const open: Enforcement = { protected: false, refusalTypes };
  const closed: Enforcement = { protected: true, refusalTypes };
  const isPrinted = (type: string): boolean => !federated && marks.isPrintedOnType(type);
  return {
    marks,
    gates,
    scopesOfType: (type) => (isPrinted(type) ? scopesOf(gates.on(catalogue.typeOf(type), type)) : undefined),
    scopesOfField: (type, field) => {
      // Federation prints its own option itself.
      if (federated || !marks.protects(type, field)) return undefined;
      const own = gates.on(catalogue.ownFieldOf(type, field), `${type}.${field}`);
      return scopesOf(isPrinted(type) ? own : gates.of(type, field));
    },
    enforcementOf: (isProtected) => (isProtected ? closed : open),
  };
};
