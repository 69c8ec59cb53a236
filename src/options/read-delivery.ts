import { inProduction } from '../core/in-production.js';
import { fillIn } from '../core/option-table.js';
import { terminal } from '../core/terminal.js';
import {
  createTerminalDelivery,
  type Delivery,
  type DeliveryOptions,
  deliveryTable,
} from '../delivery/delivery.js';
import type { MailSettings } from '../mail/read-mail.js';
import type { EmailAuthOptions } from './email-auth-options.js';

const defaultSend = (): Delivery => {
  if (inProduction()) {
    throw new TypeError(
      "delivery is missing: in production, codes are not printed to the terminal. Give nodemailerDelivery({ transport: 'smtps://…', " +
        "from: '…' }) of pothos-plugin-email-auth/nodemailer, or a function of your own: docs/mail.md",
    );
  }
  return createTerminalDelivery(terminal);
};

/** The `delivery` option with its defaults. */
export type DeliverySettings = Required<DeliveryOptions>;

/**
 * The `delivery` option in its long form.
 *
 * @param hasClaims - whether there is a `claims` option
 * @throws {TypeError} where it is missing in production, or waits where it must not
 */
export const readDelivery = (given: EmailAuthOptions['delivery'], hasClaims: boolean): DeliverySettings => {
  const options = typeof given === 'function' ? { send: given } : (given ?? { send: defaultSend() });
  const settings = Object.freeze({ ...fillIn(deliveryTable, options), send: options.send });
  if (settings.mode === 'await' && hasClaims) {
    throw new TypeError(
      "delivery.mode cannot be 'await' where there is a claims option: the time of the answer, and a mail that " +
        'fails, would tell which addresses are known',
    );
  }
  return settings;
};

/** @throws {TypeError} where notices are to be sent, and the delivery sends none */
export const requireNotify = (
  { notifyNewNetwork }: Pick<MailSettings, 'notifyNewNetwork'>,
  { send }: DeliverySettings,
): void => {
  if (!notifyNewNetwork || send.notify !== undefined) return;
  throw new TypeError(
    'mail.notifyNewNetwork needs a delivery that carries notify: Object.assign(send, { notify: async (message) => { … } })',
  );
};
