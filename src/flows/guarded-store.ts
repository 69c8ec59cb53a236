import { AuthError } from '../core/errors.js';
import type { Emit } from '../core/events.js';
import { errorName } from '../core/read-error.js';
import type { StepName, Store } from '../store/port.js';

/** The store as the flows see it: whatever goes wrong in it is an outage, reported as one and never as a refusal. */
export const guardStore = (store: Store, emit: Emit): Store => {
  const guard =
    <Input extends unknown[], Result>(name: StepName, step: (...input: Input) => Promise<Result>) =>
    async (...input: Input): Promise<Result> => {
      try {
        return await step(...input);
      } catch (error) {
        // Without the error as its cause: clients of caches quote URLs with passwords in them.
        emit({ type: 'store.unavailable', ip: null, step: name, error: errorName(error) });
        throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 });
      }
    };
  return {
    issue: guard('issue', store.issue),
    redeem: guard('redeem', store.redeem),
    rotate: guard('rotate', store.rotate),
    revoke: guard('revoke', store.revoke),
    alive: guard('alive', store.alive),
    present: guard('present', store.present),
    withdraw: guard('withdraw', store.withdraw),
    sessions: guard('sessions', store.sessions),
    abandon: guard('abandon', store.abandon),
    release: guard('release', store.release),
    check: guard('check', store.check),
  };
};
