import type { PressureResult, PressureStep } from '../code-steps.js';
import type { Records } from '../step.js';
import { spentOf } from './budget.js';
import { countedOf, findLimited } from './counters.js';

/** Whether a limit refuses this caller, and else how near the nearest one is to a caller whom nobody knows. Changes nothing. */
export const pressure = (records: Records, { limits, counters, budgets }: PressureStep): PressureResult => {
  const limited = findLimited(records, limits);
  if (limited !== null) return limited;
  const shares = [
    ...counters.map((counter) => countedOf(records, counter) / counter.limit),
    ...budgets.map((budget) => spentOf(records, budget) / budget.limit),
  ];
  // Whole numbers: Lua writes others with fewer digits.
  return { outcome: 'open', percent: Math.floor(100 * Math.min(1, Math.max(0, ...shares))) };
};
