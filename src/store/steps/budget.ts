import type { Counter } from '../../limit/limits.js';
import { budgetSlots, toleranceOf } from '../bounds.js';
import { recordNames } from '../record-names.js';
import type { BudgetRecord } from '../records.js';
import type { Records } from '../step.js';

const within = (records: Records, budget: Counter): BudgetRecord['slots'] => {
  const record = records.get<BudgetRecord>(recordNames.counter(budget.name));
  const { now } = records;
  // C4: nothing but time takes from it. What a clock has written that has been set back since is not believed.
  return (record?.slots ?? []).filter(
    ([latest]) => latest > now - budget.window && latest <= now + toleranceOf(budget.window),
  );
};

/** How much of a budget was spent in the window that ends now. */
export const spentOf = (records: Records, budget: Counter): number =>
  within(records, budget).reduce((sum, [, amount]) => sum + amount, 0);

/** How much of what was spent in the window that ends now were comparisons with short codes. */
export const comparedOf = (records: Records, budget: Counter): number =>
  within(records, budget).reduce((sum, [, , compared]) => sum + compared, 0);

/** Whether nothing is left of a budget, which may be turned off. */
export const isSpent = (records: Records, budget: Counter | null): boolean =>
  budget !== null && spentOf(records, budget) >= budget.limit;

/**
 * Spends. What is spent within a hundredth of the window stands together, under the latest time, so that the record
 * stays small and nothing is forgotten too early.
 */
export const spend = (records: Records, budget: Counter, amount = 1, compared = 0): void => {
  const before = within(records, budget);
  const slotOf = (time: number): number => Math.floor(time / (budget.window / budgetSlots));
  const [latest, spent, comparedBefore] = before.at(-1) ?? [0, 0, 0];
  const joins = before.length > 0 && slotOf(latest) === slotOf(records.now);
  const slots: BudgetRecord['slots'] = joins
    ? [...before.slice(0, -1), [records.now, spent + amount, comparedBefore + compared]]
    : [...before, [records.now, amount, compared]];
  const record: BudgetRecord = { slots };
  records.set(recordNames.counter(budget.name), record, records.now + budget.window);
};

/** Spends a failure that was compared with so many short codes: as many failures, and one at least. */
export const spendOnGuesses = (records: Records, budget: Counter, compared: number): void =>
  spend(records, budget, Math.max(1, compared), compared);
