import { PothosSchemaError } from '@pothos/core';
import { callHarmlessly } from '../core/harmless.js';
import type { Catalogue, Markable } from './catalogue.js';
import { markOf, optionOf } from './marks.js';
import { hasOneOf, type Scopes, type ScopesOf, type ScopesOption, scopesOn } from './scopes.js';

/** One `allow`, or the scopes, of a field or a type: who passes behind a mark. */
export interface Gate {
  /** What is asked, for the operator: `allow of Query.report`. */
  readonly name: string;
  /** What stands there; the same one asks once. */
  readonly option: unknown;
  /** Asks the host's own code, which may answer anything, or throw. */
  readonly allow: (claims: object) => unknown;
  /** What is printed of it. */
  readonly scopes?: Scopes;
}

/** How the gates of a schema are read. */
export interface GatesOptions {
  readonly scopesOption: ScopesOption;
  readonly scopesOf: ScopesOf | undefined;
}

const allowOn = (config: Markable, where: string): readonly Gate[] => {
  const allow = optionOf(config, 'allow');
  if (allow === undefined) return [];
  if (typeof allow !== 'function') throw new PothosSchemaError(`\`allow\` of ${where} must be a function`);
  // Boundary: what a function takes and answers cannot be looked at.
  return [{ name: `allow of ${where}`, option: allow, allow: allow as Gate['allow'] }];
};

const scopesGateOn = (config: Markable, where: string, options: GatesOptions): readonly Gate[] => {
  const { scopesOption, scopesOf } = options;
  const scopes = scopesOn(config, where, scopesOption, scopesOf);
  if (scopes === undefined) return [];
  const allow = (claims: object): unknown => {
    const held = scopesOf?.(claims);
    if (Array.isArray(held)) return hasOneOf(scopes, held);
    // H1: a promise, perhaps. No answer is a mistake that is told, and a no: `true` would be a yes.
    callHarmlessly(() => held);
    return undefined;
  };
  return [{ name: `scopesOf, asked for ${where},`, option: scopes, allow, scopes }];
};

/** What stands in front of the fields of a schema. */
export interface Gates {
  /**
   * The gates that stand on a field or a type itself.
   *
   * @throws {PothosSchemaError} while the schema is built, where they contradict the mark or cannot be read
   */
  on(config: Markable | undefined, where: string): readonly Gate[];
  /**
   * The gates in front of a field: its own; those of its type, unless the field has opted out of the type's mark; and those
   * of the interfaces, which no implementer opts out of. A caller has to pass all of them. A smart subscription has those
   * of its query field, too.
   */
  of(type: string, field: string): readonly Gate[];
}

/** Reads the gates of a schema. */
export const readGates = (
  { typeOf, ownFieldOf, sourcesOf, fieldNamesOf }: Catalogue,
  options: GatesOptions,
): Gates => {
  const on: Gates['on'] = (config, where) => {
    if (config === undefined) return [];
    const gates = [...allowOn(config, where), ...scopesGateOn(config, where, options)];
    if (gates.length > 0 && markOf(config) === false) {
      throw new PothosSchemaError(
        `${where} says who passes, and \`authenticated: false\`: leave one of them out`,
      );
    }
    return gates;
  };

  const of: Gates['of'] = (type, field) => {
    const own = ownFieldOf(type, field);
    const hasOptedOut = own !== undefined && markOf(own) === false;
    const inherited = sourcesOf(type, field).flatMap((name) =>
      fieldNamesOf(name).includes(field) ? of(name, field) : on(typeOf(name), name),
    );
    const all = [
      ...on(own, `${type}.${field}`),
      ...(hasOptedOut ? [] : on(typeOf(type), type)),
      ...inherited,
    ];
    return all.filter(({ option }, index) => all.findIndex((gate) => gate.option === option) === index);
  };

  return { on, of };
};
