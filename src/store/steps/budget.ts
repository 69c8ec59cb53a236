import type { Counter } from '../../core/limits.js';
import { type BudgetRecord, budgetSlots, keys } from '../records.js';
import type { Records } from '../step.js';

const within = (records: Records, budget: Counter): BudgetRecord['b'] => {
  const record = records.get<BudgetRecord>(keys.counter(budget.key));
  return (record?.b ?? []).filter(([latest]) => latest > records.now - budget.window);
};

/** How much of a budget was spent in the window that ends now. */
export const spentOf = (records: Records, budget: Counter): number =>
  within(records, budget).reduce((sum, [, amount]) => sum + amount, 0);

/** Whether nothing is left of a budget, which may be turned off. */
export const isSpent = (records: Records, budget: Counter | null): boolean =>
  budget !== null && spentOf(records, budget) >= budget.limit;

/**
 * Spends. What is spent within a hundredth of the window stands together, under the latest time, so that the record
 * stays small and nothing is forgotten too early.
 */
export const spend = (records: Records, budget: Counter, amount = 1): void => {
  const before = within(records, budget);
  const slotOf = (time: number): number => Math.floor(time / (budget.window / budgetSlots));
  const [latest, spent] = before.at(-1) ?? [0, 0];
  const joins = before.length > 0 && slotOf(latest) === slotOf(records.now);
  const b: BudgetRecord['b'] = joins
    ? [...before.slice(0, -1), [records.now, spent + amount]]
    : [...before, [records.now, amount]];
  records.set(keys.counter(budget.key), { b } satisfies BudgetRecord, records.now + budget.window);
};
