import Keyv from 'keyv';

/** A cache in memory that counts its reads, and can be away; for `singleProcess: true`. */
export const createWatchedCache = () => {
  class WatchedMap extends Map<string, unknown> {
    override get(key: string): unknown {
      watched.reads += 1;
      if (watched.away) throw new Error('The cache is away.');
      return super.get(key);
    }
  }
  const watched = { reads: 0, away: false, cache: new Keyv({ store: new WatchedMap() }) };
  // A host listens, and prints.
  watched.cache.on('error', () => {});
  return watched;
};
