import type { Emit } from '../core/events.js';
import { mistakeOf } from '../core/mistake.js';
import { errorName } from '../core/read-error.js';
import type { Tokens } from '../token/token.js';

/**
 * Tokens as the flows see them: where none can be signed, the operator is told. Claims that no token can hold are a
 * mistake of the host's, and the caller sees only that something went wrong.
 */
export const guardTokens = (tokens: Tokens, emit: Emit): Tokens => ({
  verify: tokens.verify,
  assertFits: tokens.assertFits,
  sign: async (type, claims) => {
    try {
      return await tokens.sign(type, claims);
    } catch (error) {
      const sentence = mistakeOf(error);
      emit({
        ...{ type: 'store.unavailable', ip: null, step: 'sign', error: errorName(error, claims.sub) },
        ...(sentence !== undefined && { mistake: sentence }),
      });
      throw error;
    }
  },
});
