// Measures what state in memory costs, in a process of its own, and tells its parent.
import { measureCallers } from './callers.js';
import { measurePauses } from './pauses.js';

const main = async (): Promise<void> => {
  const [callers, records] = process.argv.slice(2).map(Number);
  // Before anything else is on the heap.
  const pauses = await measurePauses(records ?? 0);
  process.send?.({ pauses, kept: await measureCallers(callers ?? 0) });
};

void main();
