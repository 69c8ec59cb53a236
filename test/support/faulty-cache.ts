import type Keyv from 'keyv';

/** What a cache does that is out of order. */
export type Fault =
  /** It rejects. */
  | 'fails'
  /** It answers nothing, and does its work when it is in order again. */
  | 'hangs'
  /** It does its work, and rejects. */
  | 'loses'
  /** It answers that there is nothing, and tells its listeners only: so does a Keyv by itself. */
  | 'lies';

type Method = (...args: readonly unknown[]) => unknown;
type Methods = Record<string, Method>;

/** Where the work of a cache is done, and what of it reads or writes. */
const partsOf = (
  cache: Keyv,
): { readonly target: Methods; readonly reads: string[]; readonly writes: string[] } => {
  // Boundary: a plain Map in memory, or the client of a Redis, is looked at by its methods alone.
  const store = cache.store as unknown as Methods & { readonly client?: Methods };
  return store.client === undefined
    ? { target: store, reads: ['get'], writes: ['set', 'delete'] }
    : // What options make of a client of node-redis is made from this. A script reads, and then writes.
      {
        target: (Reflect.get(store.client, '_self') as unknown as Methods | undefined) ?? store.client,
        reads: ['evalSha', 'eval', 'get'],
        writes: ['evalSha', 'eval'],
      };
};

const away = (): Error => Object.assign(new Error('The cache is away.'), { code: 'ECONNREFUSED' });

/**
 * Makes a cache, in memory or on a Redis, that goes wrong whenever it is told to.
 *
 * @param trouble - what it complains of
 */
export const makeFaulty = (cache: Keyv, trouble = away) => {
  const { target, reads, writes } = partsOf(cache);
  const held: (() => void)[] = [];
  let wrong: readonly string[] = [];
  let fault: Fault = 'fails';
  const isMap = target === (cache.store as unknown);
  const misbehave = async (work: () => unknown): Promise<unknown> => {
    if (fault === 'hangs') return new Promise((resolve) => held.push(() => resolve(work())));
    if (fault === 'loses') await work();
    if (fault !== 'lies') throw trouble();
    cache.emit('error', trouble());
    // What a Keyv keeps to itself, the client of a Redis does not.
    if (isMap) return undefined;
    throw trouble();
  };
  const failAtOnce = (work: () => unknown): never => {
    if (fault === 'loses') work();
    throw trouble();
  };
  for (const name of new Set([...reads, ...writes])) {
    const method = target[name];
    if (method === undefined) throw new Error(`no ${name}`);
    Object.defineProperty(target, name, {
      configurable: true,
      value(this: unknown, ...args: readonly unknown[]) {
        if (!wrong.includes(name)) return method.apply(this, args as unknown[]);
        // Not of `this`, which knows when its caller has given up: what is on the way already cannot be taken back.
        const work = () => method.apply(target, args as unknown[]);
        // A Map is asked by those, too, who do not wait.
        return isMap && (fault === 'fails' || fault === 'loses') ? failAtOnce(work) : misbehave(work);
      },
    });
  }
  cache.on('error', () => {});
  return {
    cache,
    /** From now on. */
    begin: (now: Fault, where: 'everywhere' | 'writes' = 'everywhere'): void => {
      fault = now;
      wrong = where === 'everywhere' ? [...reads, ...writes] : writes;
    },
    /** What comes from now on is done at once; what is held up stays so. */
    end: (): void => {
      wrong = [];
    },
    /** Does what was held up, in the order in which it came. */
    letGo: async (): Promise<void> => {
      for (const land of held.splice(0)) land();
      await new Promise(setImmediate);
    },
    held: () => held.length,
  };
};
