import { type Check, matching, openRecord } from '../core/validate.js';

/** A name that GraphQL takes, and does not keep for itself. */
export const graphqlName = matching(/^(?!__)[_A-Za-z]\w*$/, 'a GraphQL name');

/**
 * Checks the options that a user gives a generated field or type: a name, and whatever the plugins of the builder know.
 *
 * @param own - options of this plugin
 * @param reserved - what belongs to this plugin; a record instead of a list, so that the compiler misses a name
 */
export const openOptions = (
  reserved: Readonly<Record<string, true>>,
  own: Readonly<Record<string, Check>> = {},
): Check =>
  openRecord((value, option) => {
    const given = value as Readonly<Record<string, unknown>>;
    for (const [name, check] of Object.entries(own)) {
      if (given[name] !== undefined) check(given[name], `${option}.${name}`);
    }
    if (given.name !== undefined) graphqlName(given.name, `${option}.name`);
    const taken = Object.keys(reserved).find((key) => Object.hasOwn(given, key));
    if (taken) throw new TypeError(`${option}.${taken} cannot be set: the plugin sets it`);
  });
