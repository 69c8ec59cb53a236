import type { Counter } from '../limit/limits.js';
import type { AbandonStep, CodeBudget, IssueStep, RedeemStep, ReleaseStep } from './code-steps.js';
import { keys } from './records.js';
import type { RevokeStep, RotateStep } from './session-steps.js';

const ofCounters = (...counters: readonly (Counter | null | undefined)[]): string[] =>
  counters
    .filter((counter) => counter !== null && counter !== undefined)
    .map((counter) => keys.counter(counter.key));

const ofBudget = ({ shortCodes, failures, all }: CodeBudget): string[] =>
  ofCounters(shortCodes, failures, all);

// What changes the sessions of an identity has the identity to itself.
const ofIdentities = (identities: readonly string[]): string[] =>
  identities.flatMap((identity) => [keys.codes(identity), keys.account(identity)]);

/** The records that a step has to itself. Sessions that it finds through an account belong to that account. */
export const touchedRecords = {
  issue: ({ identity, limits, mails, budget }: IssueStep): string[] => [
    ...ofIdentities([identity]),
    ...ofCounters(...limits, mails?.all, mails?.strangers, mails?.long, mails?.tagged),
    ...ofBudget(budget),
  ],
  redeem: (step: RedeemStep): string[] => [
    ...ofIdentities(step.identity),
    ...ofCounters(...step.limits, step.joiner),
    ...ofBudget(step.budget),
    ...(step.challenge === null ? [] : [keys.spent(step.challenge)]),
    ...(step.session === null ? [] : [keys.session(step.session.id)]),
  ],
  rotate: (step: Pick<RotateStep, 'identity' | 'session'>): string[] => [
    ...ofIdentities(step.identity),
    keys.session(step.session),
  ],
  revoke: (step: RevokeStep): string[] => [
    ...ofIdentities(step.identity),
    ...(step.session === null ? [] : [keys.session(step.session)]),
  ],
  sessions: (step: { readonly identity: readonly string[] }): string[] => ofIdentities(step.identity),
  abandon: (step: AbandonStep): string[] => [
    ...ofIdentities(step.identity),
    ...(step.spent === null ? [] : [keys.codes(step.spent.identity)]),
    ...step.counters.map(keys.counter),
    keys.session(step.session),
  ],
  release: (step: ReleaseStep): string[] =>
    [...step.counters, ...(step.mail?.counters ?? [])].map(keys.counter),
};
