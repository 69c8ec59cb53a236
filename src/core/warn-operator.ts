import type { EventListener } from './events.js';
import type { Terminal } from './terminal.js';

const minute = 60_000;

/** Where nobody listens to events, what somebody must act on goes to the terminal: once a minute at most. */
export const createOperatorWarnings = ({ warn }: Terminal): EventListener => {
  let next = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (event.type !== 'code.delivery_failed' || event.scope !== 'everybody' || event.at < next) return;
    next = event.at + minute;
    warn(
      `Login codes cannot be sent: ${event.error}. This seems to concern everybody. The option onEvent tells you of every failure.`,
    );
  };
};
