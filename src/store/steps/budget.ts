import type { Counter } from '../../core/limits.js';
import { type BudgetRecord, budgetSlots, keys } from '../records.js';
import type { Transaction } from '../transaction.js';

const within = async (tx: Transaction, budget: Counter): Promise<BudgetRecord['b']> => {
  const record = await tx.get<BudgetRecord>(keys.counter(budget.key));
  return (record?.b ?? []).filter(([latest]) => latest > tx.now - budget.window);
};

/** How much of a budget was spent in the window that ends now. */
export const spentOf = async (tx: Transaction, budget: Counter): Promise<number> =>
  (await within(tx, budget)).reduce((sum, [, amount]) => sum + amount, 0);

/** Whether nothing is left of a budget, which may be turned off. */
export const isSpent = async (tx: Transaction, budget: Counter | null): Promise<boolean> =>
  budget !== null && (await spentOf(tx, budget)) >= budget.limit;

/**
 * Spends. What is spent within a hundredth of the window stands together, under the latest time, so that the record
 * stays small and nothing is forgotten too early.
 */
export const spend = async (tx: Transaction, budget: Counter, amount = 1): Promise<void> => {
  const before = await within(tx, budget);
  const slotOf = (time: number): number => Math.floor(time / (budget.window / budgetSlots));
  const [latest, spent] = before.at(-1) ?? [0, 0];
  const joins = before.length > 0 && slotOf(latest) === slotOf(tx.now);
  const b: BudgetRecord['b'] = joins
    ? [...before.slice(0, -1), [tx.now, spent + amount]]
    : [...before, [tx.now, amount]];
  tx.set(keys.counter(budget.key), { b } satisfies BudgetRecord, tx.now + budget.window);
};
