import { LRUCache } from 'lru-cache';
import type { Network } from '../core/address.js';
import { type Clock, timeLeft } from '../core/clock.js';

/** Networks of which a request was refused, until another may be accepted. */
export interface RefusedNetworks {
  /** A request was refused for so many milliseconds. */
  note(networks: readonly Network[], milliseconds: number): void;
  /** Whether one of them was refused, and the time is not over. */
  includes(networks: readonly Network[]): boolean;
}

/** Who has more networks than that pays for them elsewhere. */
const maxNetworks = 10_000;

/** Remembers networks. What is forgotten too early costs a place for as long as a step of the cache takes. */
export const createRefusedNetworks = (clock: Clock): RefusedNetworks => {
  const ends = new LRUCache<string, { readonly end: number; readonly milliseconds: number }>({
    // `max` would take the memory for all of them at once.
    maxSize: maxNetworks,
    sizeCalculation: () => 1,
  });
  return {
    note(networks, milliseconds) {
      for (const { name } of networks) ends.set(name, { end: clock() + milliseconds, milliseconds });
    },
    includes: (networks) =>
      networks.some(({ name }) => {
        const refused = ends.get(name);
        return refused !== undefined && timeLeft(refused.end, refused.milliseconds, clock()) > 0;
      }),
  };
};
