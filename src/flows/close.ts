import { callHarmlessly } from '../core/harmless.js';
import { checkRecord, seconds } from '../core/validate.js';
import type { CloseOptions } from '../email-auth.js';
import type { ClosedParts } from './service-parts.js';

const readTimeout = (options: CloseOptions): number => {
  checkRecord<CloseOptions>(options, 'close', { timeout: seconds(0, 3600) });
  return (options.timeout ?? 10) * 1000;
};

/** A delivery that cannot close itself does not keep a process from ending. */
const closeDelivery = ({ settings }: ClosedParts): void =>
  callHarmlessly(() => settings.delivery.send.close?.());

/**
 * Sends what waits, and closes the delivery.
 *
 * @throws {TypeError} for a wrong timeout
 */
export const close = async (parts: ClosedParts, options: CloseOptions = {}): Promise<void> => {
  await parts.deferred.close(readTimeout(options));
  closeDelivery(parts);
};
