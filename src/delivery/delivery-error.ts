import { readProperty } from '../core/read-error.js';

// A symbol of the registry: an error of the CommonJS copy of this package is recognised by the ESM copy too.
const brand = Symbol.for('pothos-plugin-email-auth.DeliveryError');

/** What a delivery says about its failure. */
export interface DeliveryErrorOptions extends ErrorOptions {
  /**
   * Whom the trouble concerns. `everybody`: no message can be sent to anybody now (a wrong password, an account without
   * money); requests for a code are then refused for a while. `recipient`: this address or this message.
   */
  readonly scope: 'everybody' | 'recipient';
  /** Another try with the same message would fail too, so there is none. Default: false. */
  readonly permanent?: boolean;
}

/**
 * Thrown by a delivery of your own, to say whom its trouble concerns. Nobody is told its message, which may hold an address: log it yourself.
 *
 * @example
 * const delivery: Delivery = async ({ identity, text }) => {
 *   const { status } = await sms.send(identity, text);
 *   if (status === 'unpaid') throw new DeliveryError('The account is empty.', { scope: 'everybody' });
 *   if (status === 'landline') throw new DeliveryError('No mobile.', { scope: 'recipient', permanent: true });
 * };
 */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  /** Whom the trouble concerns. */
  readonly scope: DeliveryErrorOptions['scope'];
  /** Whether another try would fail too. */
  readonly permanent: boolean;

  constructor(message: string, { scope, permanent = false, ...options }: DeliveryErrorOptions) {
    super(message, options);
    this.scope = scope;
    this.permanent = permanent;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** What a `DeliveryError` says, of whichever copy of this package; null for any other error. */
export const readDeliveryError = (thrown: unknown): Required<Omit<DeliveryErrorOptions, 'cause'>> | null => {
  if (readProperty(thrown, brand) !== true) return null;
  const scope = readProperty(thrown, 'scope');
  if (scope !== 'everybody' && scope !== 'recipient') return null;
  return { scope, permanent: readProperty(thrown, 'permanent') === true };
};
