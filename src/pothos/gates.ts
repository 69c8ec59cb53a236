import { PothosSchemaError } from '@pothos/core';
import type { Catalogue, Markable } from './catalogue.js';
import { markOf, optionOf } from './marks.js';

/** One `allow` of a schema: who passes behind a mark. */
export interface Gate {
  /** Where it stands, for the operator: `Query.report`. */
  readonly where: string;
  /** The host's own code, which may answer anything, or throw. */
  readonly allow: (claims: object) => unknown;
}

/**
 * The gate that stands on a field or a type itself.
 *
 * @throws {PothosSchemaError} while the schema is built, where `allow` contradicts the mark or is no function
 */
export const gateOn = (config: Markable | undefined, where: string): readonly Gate[] => {
  const allow = config && optionOf(config, 'allow');
  if (config === undefined || allow === undefined) return [];
  if (typeof allow !== 'function') throw new PothosSchemaError(`\`allow\` of ${where} must be a function`);
  if (markOf(config) === false) {
    throw new PothosSchemaError(`${where} has \`allow\` and \`authenticated: false\`: leave one of them out`);
  }
  // Boundary: what a function takes and answers cannot be looked at.
  return [{ where, allow: allow as Gate['allow'] }];
};

/**
 * The gates in front of a field: its own; that of its type, unless the field has opted out of the type's mark; and those of
 * the interfaces, which no implementer opts out of. A caller has to pass all of them. A smart subscription has those of its
 * query field, too.
 */
export const createGates = ({ typeOf, ownFieldOf, sourcesOf, fieldNamesOf }: Catalogue) => {
  const ofType = (type: string): readonly Gate[] => gateOn(typeOf(type), type);

  const gatesOf = (type: string, field: string): readonly Gate[] => {
    const own = ownFieldOf(type, field);
    const hasOptedOut = own !== undefined && markOf(own) === false;
    const inherited = sourcesOf(type, field).flatMap((name) =>
      fieldNamesOf(name).includes(field) ? gatesOf(name, field) : ofType(name),
    );
    const all = [...gateOn(own, `${type}.${field}`), ...(hasOptedOut ? [] : ofType(type)), ...inherited];
    return all.filter(({ allow }, index) => all.findIndex((gate) => gate.allow === allow) === index);
  };

  return gatesOf;
};
