import type { AbandonStep } from '../port.js';
import type { Transaction } from '../transaction.js';
import { endSession } from './account.js';
import { release } from './counters.js';
import { addCode } from './issue.js';

/** Takes back a login whose code was right. */
export const abandon = async (tx: Transaction, step: AbandonStep): Promise<void> => {
  await endSession(tx, step.session, step.identity);
  if (step.spent && step.spent.code.x > tx.now) await addCode(tx, step.spent.identity, step.spent.code);
  await release(tx, step);
};
