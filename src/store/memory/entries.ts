/** A record as the step has made it, and when it ends. */
export interface Entry {
  readonly value: unknown;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The records of a service, by name. */
export interface Entries extends Iterable<readonly [name: string, entry: Entry]> {
  readonly size: number;
  get(name: string): Entry | undefined;
  set(name: string, entry: Entry): void;
  delete(name: string): void;
}

/** A power of two: with a million records, each Map has some four thousand. */
const mapCount = 256;

/**
 * The Map that a name belongs to. Names end in a hash or a random id, or hold one: every fourth character tells them
 * apart, and takes a fourth of the time.
 */
export const mapOf = (name: string): number => {
  let hash = 0;
  for (let i = name.length - 1; i >= 0; i -= 4) hash = Math.imul(hash, 31) + name.charCodeAt(i);
  return hash & (mapCount - 1);
};

/**
 * Records in many Maps: a Map that grows or shrinks copies all it has, and nothing else has its turn meanwhile. One of a
 * million records takes a tenth of a second.
 */
export const createEntries = (): Entries => {
  const maps = Array.from({ length: mapCount }, () => new Map<string, Entry>());
  // Boundary: mapOf answers with one of them.
  const of = (name: string) => maps[mapOf(name)] as Map<string, Entry>;
  return {
    get size() {
      return maps.reduce((sum, { size }) => sum + size, 0);
    },
    get: (name) => of(name).get(name),
    set: (name, entry) => void of(name).set(name, entry),
    delete: (name) => void of(name).delete(name),
    *[Symbol.iterator]() {
      for (const map of maps) yield* map;
    },
  };
};
