import type { Budget } from '../../limit/limits.js';
import { budgetSlots, toleranceOf } from '../bounds.js';
import { recordNames } from '../record-names.js';
import type { BudgetRecord } from '../records.js';
import type { Records } from '../step.js';

const within = (records: Records, budget: Budget): BudgetRecord => {
  const slots = records.get<BudgetRecord>(recordNames.counter(budget.name));
  if (slots === undefined) return [];
  // C4: nothing but time takes from it. What a clock has written that has been set back since is not believed.
  const earliest = records.now - budget.window;
  const last = records.now + toleranceOf(budget.window);
  for (const [latest] of slots)
    if (latest <= earliest || latest > last)
      return slots.filter(([other]) => other > earliest && other <= last);
  // As it is: steps read budgets often, and mostly nothing has left the window.
  return slots;
};

/** How much of a budget was spent in the window that ends now. */
export const spentOf = (records: Records, budget: Budget): number => {
  let sum = 0;
  for (const [, amount] of within(records, budget)) sum += amount;
  return sum;
};

/** How much of what was spent in the window that ends now is bounded apart. */
export const apartOf = (records: Records, budget: Budget): number => {
  let sum = 0;
  for (const [, , apart] of within(records, budget)) sum += apart;
  return sum;
};

/** Whether nothing is left of a budget, which may be turned off. */
export const isSpent = (records: Records, budget: Budget | null): boolean =>
  budget !== null && spentOf(records, budget) >= budget.limit;

/**
 * Spends. What is spent within a hundredth of the window stands together, under the latest time, so that the record
 * stays small and nothing is forgotten too early.
 */
export const spend = (records: Records, budget: Budget, amount = 1, apart = 0): void => {
  const { now } = records;
  const slots = within(records, budget);
  const latest = slots.at(-1);
  const slot = budget.window / budgetSlots;
  const record: BudgetRecord =
    latest !== undefined && Math.floor(latest[0] / slot) === Math.floor(now / slot)
      ? [...slots.slice(0, -1), [now, latest[1] + amount, latest[2] + apart]]
      : [...slots, [now, amount, apart]];
  records.set(recordNames.counter(budget.name), record, now + budget.window);
};

/** Spends a failure that was compared with so many short codes: as many failures, and one at least. */
export const spendOnGuesses = (records: Records, budget: Budget, compared: number): void =>
  spend(records, budget, Math.max(1, compared), compared);
