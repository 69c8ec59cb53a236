import { findOrder } from './find-order.js';
import type { History, Operation } from './history.js';
import type { State } from './model.js';
import { type Model, type Order, Undecided, type Verdict } from './search.js';

const inputOf = (operation: Operation): string =>
  operation.name === 'kept' ? '' : JSON.stringify(operation.step);

/** A history for people: what was asked when, in microseconds since its beginning, and what came back. */
const linesOf = (history: History, order: Order): readonly string[] => {
  const begin = Math.min(...history.map(({ askedAt }) => askedAt));
  const timeOf = (time: number) => ((time - begin) / 1000).toFixed(0).padStart(7);
  return order.flatMap((index) => {
    const happening = history[index];
    if (!happening) return [];
    const { operation, client, askedAt, answer } = happening;
    const end = answer ? timeOf(answer.at) : '      …';
    const text = answer ? answer.text : 'no answer';
    return [`${timeOf(askedAt)} ${end} ${client} ${operation.name} ${inputOf(operation)} -> ${text}`];
  });
};

/** What the model would have answered to each operation that does not fit after an order. */
const misfits = (history: History, order: Order, model: Model<Operation, State>): readonly string[] => {
  let state = model.start;
  for (const index of order) {
    const happening = history[index];
    if (happening) state = model.run(state, happening.operation).state;
  }
  return history.flatMap(({ operation, client, answer }, index) => {
    if (answer === null || order.includes(index)) return [];
    const { text } = model.run(state, operation);
    return text === answer.text ? [] : [`  ${client} ${operation.name}: ${answer.text}, not ${text}`];
  });
};

/** Why a history cannot have happened one operation after the other. */
export const explain = (history: History, { order }: Verdict, model: Model<Operation, State>): string => {
  const rest = [...history.keys()].filter((index) => !order.includes(index));
  return [
    'No order of these operations gives these answers. The longest that could be begun (asked at, answered at, in µs):',
    ...linesOf(history, order),
    'What is left:',
    ...linesOf(history, rest),
    'What would have been answered next to those that do not fit:',
    ...misfits(history, order, model),
  ].join('\n');
};

/** `fits`, `undecided`, or why it does not fit. */
export const judge = (history: History, model: Model<Operation, State>): string => {
  try {
    const verdict = findOrder(history, model);
    return verdict.fits ? 'fits' : explain(history, verdict, model);
  } catch (error) {
    if (error instanceof Undecided) return 'undecided';
    throw error;
  }
};
