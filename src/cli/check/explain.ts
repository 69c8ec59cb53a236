import { meaningOfFailure } from '../../core/meaning-of-failure.js';

/** What the code of a failure means, in a sentence. */
export const explain = (code: string): string => `${meaningOfFailure(code) ?? 'It does not work'} (${code}).`;
