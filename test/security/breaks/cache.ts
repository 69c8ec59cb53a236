import type { Break } from './break.js';

export const cache: readonly Break[] = [
  {
    id: 'O1',
    file: 'flows/guarded-store.ts',
    from: 'throw new AuthError(',
    to: 'return undefined as never; new AuthError(',
  },
  {
    id: 'O1',
    file: 'flows/authenticate.ts',
    from: ".catch(() => no('unavailable'))",
    to: ".catch(() => no('missing'))",
  },
  {
    // A stream takes what cannot be found out for a yes.
    id: 'O1',
    file: 'token/standing.ts',
    from: "this.#settle(look, 'unavailable');",
    to: 'this.#settle(look, null);',
  },
  {
    id: 'O1',
    file: 'core/deadline.ts',
    from: 'return await Promise.race([work(), late]);',
    to: 'return await work();',
  },
  {
    id: 'O1',
    file: 'store/keyv/keyv-entries.ts',
    from: "if (countErrors() !== before) throw new Error('The cache reported an error.');",
    to: '',
    only: 'memory',
  },
  {
    id: 'O2',
    file: 'core/deadline.ts',
    from: '(error) => controller.abort(error)',
    to: '() => {}',
    only: 'memory',
  },
  {
    id: 'O2',
    file: 'store/redis/scripts/run.ts',
    from: 'if time_left <= 0 then return stamp end',
    to: '',
    only: 'redis',
  },
  {
    id: 'O2',
    file: 'store/redis/timely-calls.ts',
    from: 'client.resends ? createReceipts() : null',
    to: 'client.resends ? null : null',
    only: 'redis',
  },
];
