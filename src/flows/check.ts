import { nobodysName } from '../code/secret.js';
import { inTime } from '../core/deadline.js';
import { AuthError, isAuthError } from '../core/errors.js';
import { type FailedPart, failureCode, operatorCause } from '../core/failure-code.js';
import { patienceOf } from '../delivery/probe.js';
import type { ClosedParts } from './service-parts.js';

/**
 * Runs every step on records that are not there, so that it changes nothing and leaves nothing behind: an account that
 * may not run a script, or may not touch a kind of record, is found here. That it may write, the step `check` has shown.
 */
const trySteps = async ({ store, settings }: ClosedParts): Promise<void> => {
  const now = settings.clock();
  const probe = nobodysName();
  const owner = [probe] as const;
  const budget = { shortCodes: null, failures: null, all: null };
  const counter = { name: probe, option: probe, limit: 1, window: 1000 };
  await Promise.all([
    // Only networks that are known get a place in a crowd, and this is none.
    store.issue({
      ...{
        now,
        owner: probe,
        network: null,
        challenge: probe,
        offered: null,
        digests: { short: probe, long: probe },
      },
      ...{ expiresAt: now + 1000, attempts: 1, limits: [counter], mails: null, budget, crowded: true },
    }),
    store.pressure({ now, limits: [counter], counters: [], budgets: [] }),
    store.redeem({
      ...{ now, owner, network: null, challenge: null, joiner: null, others: 0, digests: [] },
      ...{ limits: [], budget, session: null },
    }),
    store.rotate({
      ...{ now, owner, session: probe, generation: 1, grace: 0, makesNext: true },
      ...{ usesAreNoted: true, slide: null, updates: {} },
    }),
    store.revoke({ now, owner, session: null }),
    store.alive({ now, session: probe, generation: 1 }),
    store.present({ now, owner, session: probe, generation: 1 }),
    store.withdraw({ now, owner, session: probe, generation: 1, given: false, change: null }),
    store.listSessions({ now, owner }),
    store.forget({ now, owner }),
    store.inspect({ now, owner, budgets: [counter] }),
    store.abandon({ now, owner, session: probe, network: probe, spent: null, counters: [probe] }),
    store.release({ now, counters: [probe] }),
  ]);
};

const prove = async (part: FailedPart, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    // Where they could not be loaded, the cause says why already.
    if (part === 'keys' && isAuthError(error)) throw error;
    const cause = operatorCause(part, failureCode(error));
    throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 }, { cause });
  }
};

/**
 * Proves that the cache answers and does every step, that the keys can be loaded, and that mail can be sent as far as
 * the delivery can tell. The first that fails, in this order, is the cause.
 *
 * @param openKeys loads the keys
 * @throws {AuthError} `SERVICE_UNAVAILABLE`, with an `OperatorCause`
 */
export const check = async (parts: ClosedParts, openKeys: () => Promise<unknown>): Promise<void> => {
  await parts.store.check();
  await trySteps(parts);
  await prove('keys', openKeys);
  const { send, timeout } = parts.settings.delivery;
  await prove('mail', () => inTime(async () => send.check?.(), patienceOf(timeout)));
};
