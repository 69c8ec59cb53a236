import type { History } from './history.js';
import { type Model, searchOrder, type Verdict } from './search.js';

/**
 * An order in which a history can have happened, one operation after the other. The likely ones are tried first.
 *
 * @throws {Undecided} where the search takes too long
 */
export const findOrder = <Asked, State>(history: History<Asked>, model: Model<Asked, State>): Verdict => {
  const likely = searchOrder(history, model, { inTurns: true });
  return likely.fits ? likely : searchOrder(history, model, { inTurns: false });
};
