import { reasonOf } from '../support/service.js';

/** Seconds. Hundreds of steps at once may wait for a busy machine. */
export const storeTimeout = 30;

/** So many of something. */
export const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Takes turns, as callers do who are dealt out to several processes. */
export const inTurn =
  <Item>(all: readonly [Item, ...Item[]]): ((index: number) => Item) =>
  (index) =>
    all[index % all.length] ?? all[0];

/** What many outcomes at once come to, and how often: `{ ok: 1, INVALID_LOGIN_CODE: 999 }`. */
export const tally = async (outcomes: readonly Promise<unknown>[]): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const reason of await Promise.all(outcomes.map(reasonOf))) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
};

/** Addresses that nobody has seen before, each of a network of its own. */
export const createAddresses = (): (() => { readonly ip: string }) => {
  let used = 0;
  return () => {
    used += 1;
    return { ip: `198.${18 + (used >> 16)}.${(used >> 8) & 255}.${used & 255}` };
  };
};

/** Codes that all differ, for `loginCode.generate`: `100001`, `100002` and so on. */
export const countedCodes = (): (() => string) => {
  let made = 100_000;
  return () => {
    made += 1;
    return String(made);
  };
};
