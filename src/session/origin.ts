import type { ParsedCaller } from '../core/caller.js';
import { deviceOf, type ReadUserAgent } from './device.js';

/** What the owner of a session is shown of where it began. */
export interface SessionOrigin {
  /** The network, not the full address: an IPv4 /24 or an IPv6 /48; null where it is not known. */
  readonly network: string | null;
  /** Browser and system, such as `Firefox on Windows`; null where they are not known. */
  readonly device: string | null;
}

/** The origin of a session that this caller begins, as text for the cache. */
export const writeOrigin = (caller: ParsedCaller, readUserAgent: ReadUserAgent): string => {
  const origin: SessionOrigin = {
    network: caller.address.displayNetwork,
    device: deviceOf(readUserAgent(caller.userAgent)),
  };
  return JSON.stringify(origin);
};

/** What `writeOrigin` has written. */
export const readOrigin = (text: string): SessionOrigin => {
  // Boundary: only writeOrigin writes these; sessions of before it have none.
  const { network = null, device = null } = JSON.parse(text || '{}') as Partial<SessionOrigin>;
  return { network, device };
};
