import { inTime } from '../../core/deadline.js';
import { callHarmlessly } from '../../core/harmless.js';

/** Milliseconds for one item. Nobody waits for a sweep, and some adapters read everything at first. */
const patience = 60_000;

/**
 * The same items, as long as each comes in time: an adapter whose connection is lost may never answer. It rejects then, and
 * leaves the rest. Meanwhile the process may end.
 */
export async function* eachInTime<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
): AsyncGenerator<Item, void> {
  const all = (async function* () {
    yield* items;
  })();
  try {
    for (;;) {
      const next = await inTime(() => all.next(), patience, { unref: true });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not waited for: it ends after what is under way, which may be never.
    callHarmlessly(() => all.return());
  }
}
