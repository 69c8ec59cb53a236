import type { KeptData } from '../session/kept-data.js';
import { oldestFirst } from '../store/session-steps.js';
import { codeBudget, mailLimits } from './counters.js';
import { describeSession } from './list-sessions.js';
import { parseIdentity } from './parse-identity.js';
import type { ServiceParts } from './service-parts.js';

/** What is counted of an identity, by the option that bounds it. */
const budgetsOf = (parts: ServiceParts, identity: string) => {
  const { shortCodes, failures } = codeBudget(parts, parts.secret.identityNames(identity)[0]);
  const mails = mailLimits(parts, identity)?.all ?? null;
  return Object.entries({
    mailsPerIdentity: mails,
    shortCodesPerIdentity: shortCodes,
    failuresPerIdentity: failures,
  }).flatMap(([option, budget]) => (budget === null ? [] : [{ option, budget }]));
};

/** What is kept of an identity, as plain JSON. */
export const exportData = async (parts: ServiceParts, input: string): Promise<KeptData> => {
  const { settings, secret, store } = parts;
  const identity = parseIdentity(settings, input);
  const now = settings.clock();
  const budgets = budgetsOf(parts, identity);
  const kept = await store.inspect({
    ...{ now, owner: secret.identityNames(identity) },
    budgets: budgets.map(({ budget }) => budget),
  });
  const review = settings.reviewAccountOf(identity, now);
  return {
    identity,
    sessions: oldestFirst(kept.sessions).map(({ updates, ...session }) => ({
      ...describeSession(session),
      updatedClaims: Object.fromEntries(
        Object.entries(updates).map(([name, json]) => [name, JSON.parse(json) as unknown]),
      ),
    })),
    codes: kept.codes.map(({ expiresAt, isLong, ownAttempts, sharedAttempts }) => ({
      expiresAt: Math.floor(expiresAt / 1000),
      ...{ isLong, ownAttempts, sharedAttempts },
    })),
    knownNetworks: kept.networks,
    counts: Object.fromEntries(budgets.map(({ option }, i) => [option, kept.spent[i] ?? 0])),
    reviewAccountUntil: review === null ? null : Math.floor(review.until / 1000),
  };
};
