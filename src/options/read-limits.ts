import { mapValues } from '../core/map-values.js';
import { withDefaults } from '../core/option-table.js';
import { type Limits, type LimitsOptions, limitsTable } from '../limit/limits.js';

/** Half a limit would be none: a counter without a window, or without an end. */
const whole = (standard: object, given: object | false | undefined): object | false =>
  given === false ? false : withDefaults(standard, given);

/** The `limits` option with its defaults, half by half. */
export const readLimits = (given: LimitsOptions): Limits =>
  // Boundary: the halves of each are those of its row.
  mapValues(limitsTable, (row, name) => whole(row.default, given[name])) as Limits;
