import { inProduction } from '../core/in-production.js';
import { terminal } from '../core/terminal.js';
import { createTerminalDelivery, type Delivery, type DeliveryOptions } from '../delivery/delivery.js';
import type { EmailAuthOptions } from './email-auth-options.js';
import { withDefaults } from './with-defaults.js';

const defaultSend = (): Delivery => {
  if (inProduction()) {
    throw new TypeError('delivery is missing: in production, codes are not printed to the terminal');
  }
  return createTerminalDelivery(terminal);
};

/**
 * The `delivery` option in its long form.
 *
 * @throws {TypeError} where it is missing in production, or waits where it must not
 */
export const readDelivery = <Extra extends object>({
  delivery,
  claims,
}: EmailAuthOptions<Extra>): Required<DeliveryOptions> => {
  const options = typeof delivery === 'function' ? { send: delivery } : (delivery ?? { send: defaultSend() });
  const defaults = { mode: 'background', concurrency: 5, queue: 1000, attempts: 3, timeout: 30 } as const;
  const settings = withDefaults<Required<DeliveryOptions>>({ ...defaults, send: options.send }, options);
  if (settings.mode === 'await' && claims) {
    throw new TypeError(
      "delivery.mode cannot be 'await' where there is a claims option: the time of the answer, and a mail that " +
        'fails, would tell which addresses are known',
    );
  }
  return settings;
};
