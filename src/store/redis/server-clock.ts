/**
 * What a server's clock shows, learnt from its answers. It may be hours away from ours, and may be set anew at any
 * time. Ours is monotonic: milliseconds since some beginning.
 */
export interface ServerClock {
  /** The server read its clock at some time between these two of ours. */
  learn(sentAt: number, receivedAt: number, read: number): void;
  /**
   * What the server's clock shows at a time of ours: never later than it really does, and earlier by less than the way
   * back of the fastest answer. Before anything is known: 0, which is long ago.
   */
  at(time: number): number;
}

export const createServerClock = (): ServerClock => {
  // The difference of the two clocks lies between these.
  let least = Number.NEGATIVE_INFINITY;
  let most = Number.POSITIVE_INFINITY;
  return {
    learn(sentAt, receivedAt, read) {
      const low = read - receivedAt;
      // It was read in whole milliseconds.
      const high = read + 1 - sentAt;
      // One of the clocks was moved, or another server answers now: what was known is worth nothing.
      const contradicts = low > most || high < least;
      least = contradicts ? low : Math.max(least, low);
      most = contradicts ? high : Math.min(most, high);
    },
    at: (time) => Math.max(0, Math.floor(time + least)),
  };
};
