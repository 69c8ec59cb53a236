import { readProperty } from '../../core/read-error.js';
import type { DeliveryFailure, Reading } from './failure.js';

// A symbol of the registry: an error of the CommonJS copy of this package is recognised by the ESM copy too.
const brand = Symbol.for('pothos-plugin-email-auth.several');

/** What one of several deliveries has failed with. */
export interface FailureOfOne {
  readonly error: unknown;
  readonly failure: DeliveryFailure;
}

/** Nobody gets mail only if no delivery brings any. One that was not tried may. */
const scopeOf = (failures: readonly FailureOfOne[], areAll: boolean): DeliveryFailure['scope'] => {
  const scopes = failures.map(({ failure }) => failure.scope).filter((scope) => scope !== 'everybody');
  if (scopes.length === 0) return areAll ? 'everybody' : 'unknown';
  return areAll && scopes.every((scope) => scope === 'recipient') ? 'recipient' : 'unknown';
};

/** None of several deliveries has brought a message. In events it has the code of the last error. */
export class SeveralFailed extends AggregateError {
  override readonly name = 'SeveralFailed';
  readonly code: unknown;

  /** @param areAll whether there is no other that was not tried */
  constructor(failures: readonly FailureOfOne[], areAll: boolean) {
    super(
      failures.map(({ error }) => error),
      'No delivery has taken the message.',
    );
    this.code = readProperty(this.errors.at(-1), 'code');
    const mayBeAccepted = failures.some(({ failure }) => failure.mayBeAccepted);
    const together: DeliveryFailure = {
      scope: scopeOf(failures, areAll),
      worthRetrying: !mayBeAccepted && failures.some(({ failure }) => failure.worthRetrying),
      ...(mayBeAccepted && { mayBeAccepted }),
    };
    Object.defineProperty(this, brand, { value: together });
  }
}

/** What the failures of several deliveries come to together. */
export const ofSeveral: Reading = (error) =>
  // Boundary: only SeveralFailed has this property.
  (readProperty(error, brand) as DeliveryFailure | undefined) ?? null;
