import type { AddressWarnings } from './address-warnings.js';
import { askAddress } from './ask-address.js';
import { createDeploymentWatch } from './deployment-watch.js';
import type { HostContext } from './host-context.js';
import { addressOfSocket } from './proxy.js';
import type { FoundAddress } from './request-state.js';

/** Finds the address of a caller: as the host tells it, or the socket's. */
export type FindAddress = (
  context: HostContext,
  addressOf: ((context: HostContext) => unknown) | undefined,
) => FoundAddress;

/**
 * @param warn - told once where the deployment looks wrong
 * @param warnOfWrong - told where the host's answer is no address
 * @param counting - whether requests that all come from one address look wrong
 */
export const createFindAddress = (
  warn: (message: string) => void,
  warnOfWrong: AddressWarnings['wrong'],
  counting: boolean,
): FindAddress => {
  const watch = createDeploymentWatch(warn, counting);
  return (context, addressOf) => {
    const configured = addressOf !== undefined;
    const address = askAddress(addressOf ?? addressOfSocket, context, warnOfWrong);
    watch(context, address.ip, configured);
    return { address, configured };
  };
};
