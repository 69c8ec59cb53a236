import { normalizeCode } from '../code/login-code.js';
import { isSealed } from '../code/review-code.js';
import type { RedeemStep } from '../store/code-steps.js';
import type { ServiceParts } from './service-parts.js';

/** C1: live codes beside those of the challenge with which a guess is compared: the mail of the request before this one. */
const otherCodes = 2;

/** What a guess is to the store. */
export type Guess = Pick<RedeemStep, 'digests' | 'others' | 'reusable'>;

/** Reads a code that somebody has typed. That of a review account counts with its challenge only, and stays. */
export const readGuess = (
  { settings, secret }: ServiceParts,
  identity: string,
  input: unknown,
  now: number,
): Guess => {
  const code = normalizeCode(input, settings.shortCodeDigits);
  const account = settings.reviewAccountOf(identity, now);
  const others = account !== null || settings.loginCode.binding === 'required' ? 0 : otherCodes;
  if (code === null) return { digests: [], others };
  // C6: after its date the code is kept under a name that no guess has.
  if (account === null || !isSealed(account.seal, identity, code))
    return { digests: secret.codeDigests(identity, code), others };
  return { digests: secret.codeDigests(identity, account.seal), others, reusable: true };
};
