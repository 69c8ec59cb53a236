import { mapValues } from './map-values.js';
import { type Check, type Checks, record } from './validate.js';

/** One option. */
export interface OptionRow<Value = unknown> {
  /** Looks at what is given. */
  readonly check: Check;
  /** Stands for what is left out. Undefined where nothing does, or where it depends on something else. */
  readonly default: Value | undefined;
}

/** The options of one record. Complete by type: a new option cannot be forgotten here. */
export type OptionTable<Options extends object> = {
  readonly [Name in keyof Required<Options>]: OptionRow<Options[Name]>;
};

type Rows<Name extends PropertyKey> = { readonly [Key in Name]: OptionRow };

/** The options with the defaults of their table: each is there, but where its default is undefined. */
export type Filled<Options extends object, Table extends Rows<keyof Options>> = {
  readonly [Name in keyof Required<Options>]: Table[Name]['default'] extends undefined
    ? Options[Name] | undefined
    : Exclude<Options[Name], undefined>;
};

/** No options at all. Without a prototype: what somebody adds to `Object.prototype` is no option. */
export const none: Readonly<Record<never, never>> = Object.freeze(Object.create(null));

/** The defaults, with what is given over them; frozen. An option that is there but undefined is absent. */
export const withDefaults = <Defaults extends object>(
  defaults: Defaults,
  given: { readonly [Name in keyof Defaults]?: Defaults[Name] | undefined } = none,
): Readonly<Defaults> =>
  Object.freeze({
    ...defaults,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  });

/** What is given, with the defaults of the table for what is left out; frozen. */
export const fillIn = <Options extends object, Table extends Rows<keyof Options>>(
  table: Table,
  given: Options,
): Filled<Options, Table> =>
  // Boundary: the types say of a table as a whole what its rows say one by one.
  withDefaults<object>(
    mapValues<string, OptionRow, unknown>(table, (row) => row.default),
    given,
  ) as Filled<Options, Table>;

/** The checks of a table. */
export const checksOf = <Options extends object>(table: OptionTable<Options>): Checks<Options> =>
  // Boundary: a mapped type does not say that its values are rows.
  mapValues(table as Rows<string>, ({ check }) => check) as Checks<Options>;

/** The row of an option that has options of its own; left out, all of those are. */
export const recordRow = <Options extends object>(table: OptionTable<Options>) => ({
  check: record<Options>(checksOf(table)),
  default: none as Partial<Options>,
});
