import { AuthError } from '../core/errors.js';
import type { Emit } from '../core/events.js';
import { failureCode, operatorCause } from '../core/failure-code.js';
import { errorName } from '../core/read-error.js';
import type { Watchers } from '../core/watchers.js';
import type { Complaints } from '../store/complaints.js';
import type { StepName, Store } from '../store/port.js';

/** That no answer came in time says less than why there is no connection. */
const codeOf = (error: unknown, complaints: Complaints): string => {
  const code = failureCode(error);
  const complaint = complaints.last();
  return complaint !== undefined && (code === 'ETIMEDOUT' || code === 'UNKNOWN')
    ? failureCode(complaint)
    : code;
};

/** The store as the flows see it (O1): whatever goes wrong in it is an outage, reported as one and never as a refusal. */
export const guardStore = (
  store: Store,
  emit: Emit,
  complaints: Complaints,
  watchers: Pick<Watchers, 'beginStep'>,
): Store => {
  const guard =
    <Input extends unknown[], Result>(name: StepName, step: (...input: Input) => Promise<Result>) =>
    async (...input: Input): Promise<Result> => {
      const end = watchers.beginStep(name);
      try {
        const result = await step(...input);
        end(null);
        complaints.forget();
        return result;
      } catch (error) {
        const code = codeOf(error, complaints);
        end(code);
        emit({ type: 'store.unavailable', ip: null, step: name, error: errorName(error), code });
        throw new AuthError(
          'SERVICE_UNAVAILABLE',
          { retryAfter: 1 },
          { cause: operatorCause('cache', code) },
        );
      }
    };
  return {
    issue: guard('issue', store.issue),
    pressure: guard('pressure', store.pressure),
    redeem: guard('redeem', store.redeem),
    rotate: guard('rotate', store.rotate),
    revoke: guard('revoke', store.revoke),
    alive: guard('alive', store.alive),
    present: guard('present', store.present),
    withdraw: guard('withdraw', store.withdraw),
    listSessions: guard('listSessions', store.listSessions),
    forget: guard('forget', store.forget),
    inspect: guard('inspect', store.inspect),
    abandon: guard('abandon', store.abandon),
    release: guard('release', store.release),
    check: guard('check', store.check),
  };
};
