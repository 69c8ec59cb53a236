import { randomBytes } from 'node:crypto';
import { withDeadline } from '../../core/deadline.js';
import type { RedisClient } from './client.js';
import type { Script } from './scripts/index.js';
import { createServerClock } from './server-clock.js';

/** Where a service keeps its records in a Redis. */
export interface RedisPlace {
  /** What all its keys begin with, as the client is given them. */
  readonly prefix: string;
  /** The set of all keys of the adapter, where it keeps one. */
  readonly index: string | null;
  /** Milliseconds that a call may take. */
  readonly timeout: number;
}

/** Runs the script of a step over its records; answers with what it has said. */
export type TimelyCall = (script: Script, records: readonly string[], input: string) => Promise<string>;

/** Where an answer is kept for the case that the call comes twice, and the number of the call. */
interface Receipt {
  readonly key: string;
  readonly call: string;
}

/**
 * The place of a call that was answered is used again, so there are about as many as calls at once. Each ends by
 * itself a minute after its last use.
 */
const createReceipts = () => {
  const ours = randomBytes(9).toString('base64url');
  const free: string[] = [];
  let places = 0;
  let calls = 0;
  return {
    take(): Receipt {
      calls += 1;
      places += free.length === 0 ? 1 : 0;
      return { key: free.pop() ?? `done:${ours}:${places}`, call: String(calls) };
    },
    giveBack: ({ key }: Receipt) => void free.push(key),
  };
};

/**
 * O2: Calls that happen in time or not at all, and once. A command can reach the server long after its caller was refused:
 * the server was frozen, or the client sends again what was not answered. So each one says when its time is over, by
 * the server's clock, which is learnt from its answers; the first call asks in vain and learns it. Where the client
 * sends again, the script keeps its answer for the second time.
 */
export const createTimelyCalls = (
  client: RedisClient,
  { prefix, index, timeout }: RedisPlace,
): TimelyCall => {
  const serverClock = createServerClock();
  const receipts = client.resends ? createReceipts() : null;

  return async (script, records, input) => {
    const end = performance.now() + timeout;
    const receipt = receipts?.take();
    const names = [...records, ...(receipt ? [receipt.key] : [])].map((name) => prefix + name);
    const keys = [...names, ...(index === null ? [] : [index])];

    const ask = async (signal: AbortSignal): Promise<string | null> => {
      const args = [client.keyPrefix, prefix, input, String(serverClock.at(end))];
      const about = [receipt?.call ?? '', receipt?.key ?? '', ...(index === null ? [] : [index])];
      const sentAt = performance.now();
      const text = String(await client.run(script, keys, [...args, ...about], signal));
      const space = text.indexOf(' ');
      const time = Number(space === -1 ? text : text.slice(0, space));
      serverClock.learn(sentAt, performance.now(), time);
      return space === -1 ? null : text.slice(space + 1);
    };

    const untilAnswered = async (signal: AbortSignal): Promise<string> => {
      for (;;) {
        signal.throwIfAborted();
        const answer = await ask(signal);
        // Its clock was not as we knew it: nothing has happened, and now we know better.
        if (answer !== null) return answer;
      }
    };

    const answer = await withDeadline(untilAnswered, timeout);
    // The place of a call that failed is not used again: its command may still be on the way.
    if (receipt) receipts?.giveBack(receipt);
    return answer;
  };
};
