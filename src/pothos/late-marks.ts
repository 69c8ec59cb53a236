import { PothosSchemaError, type PothosTypeConfig } from '@pothos/core';
import type { Markable } from './catalogue.js';
import type { Gates } from './gates.js';
import { markOf, optionOf, saysWho } from './marks.js';

/** What was read of a field or a type, before plugins change their configs. */
interface Known {
  readonly isMarked: boolean;
  /** What stands at `allow` and `scopes` there. */
  readonly options: readonly unknown[];
}

const gateNames = ['allow', 'scopes'] as const;

/**
 * Refuses what another plugin adds to a config while the schema is built (`onOutputFieldConfig`, `onTypeConfig`): all marks
 * follow from one another, and have been read by then, so it would protect nothing.
 *
 * @param config - as all plugins have left it
 * @throws {PothosSchemaError} naming the field or the type
 */
const refuseLateMark = (config: Markable, where: string, { isMarked, options }: Known): void => {
  const late = gateNames.find((name) => {
    const option = optionOf(config, name);
    return option !== undefined && !options.includes(option);
  });
  if (late === undefined && (isMarked || markOf(config) !== true)) return;
  throw new PothosSchemaError(
    `A plugin adds \`${late ?? 'authenticated'}\` to ${where} while the schema is built, when marks have been read: it would ` +
      'protect nothing. Give it where that is defined',
  );
};

/** The same for a field. */
export const refuseLateFieldMark = (
  field: Markable & { readonly parentType: string; readonly name: string },
  isProtected: boolean,
  gates: Gates,
): void => {
  if (!saysWho(field)) return;
  const { parentType, name } = field;
  const options = gates.of(parentType, name).map(({ option }) => option);
  refuseLateMark(field, `${parentType}.${name}`, { isMarked: isProtected, options });
};

/** The same for a type. */
export const refuseLateTypeMark = (type: PothosTypeConfig, known: PothosTypeConfig): void => {
  if (type === known || (type.graphqlKind !== 'Object' && type.graphqlKind !== 'Interface')) return;
  const options = gateNames.map((name) => optionOf(known, name));
  refuseLateMark(type, type.name, { isMarked: markOf(known) === true, options });
};
