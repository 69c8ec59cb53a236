import { onceDone } from '../core/once.js';

/**
 * jose, loaded when it is first needed: it is 46 files, and the first request of a process is often one without a token.
 * Kept, because each `import()` of what is loaded already costs some 10 µs.
 */
export const loadJose = onceDone(() => import('jose'));

/** What `loadJose` answers with. */
export type Jose = Awaited<ReturnType<typeof loadJose>>;
