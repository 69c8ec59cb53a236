import type { IdentityName, IdentityNames } from '../code/secret.js';
import type { Budget } from '../limit/limits.js';
import type {
  AbandonStep,
  CodeBudget,
  IssueStep,
  PressureStep,
  RedeemStep,
  ReleaseStep,
} from './code-steps.js';
import { recordNames } from './record-names.js';
import type { InspectStep, RevokeStep, RotateStep } from './session-steps.js';

const ofCounters = (...counters: readonly (Budget | null | undefined)[]): string[] =>
  counters
    .filter((counter) => counter !== null && counter !== undefined)
    .map((counter) => recordNames.counter(counter.name));

const ofBudget = ({ shortCodes, failures, all }: CodeBudget): string[] =>
  ofCounters(shortCodes, failures, all);

// What changes the sessions of an identity has the identity to itself.
const ofOwner = (names: readonly IdentityName[]): string[] =>
  names.flatMap((name) => [recordNames.codes(name), recordNames.account(name)]);

/** The records that a step has to itself. Sessions that it finds through an account belong to that account. */
export const touchedRecords = {
  issue: ({ owner, limits, mails, budget }: IssueStep): string[] => [
    ...ofOwner([owner]),
    ...ofCounters(...limits, mails?.all, mails?.long, mails?.tagged),
    ...ofBudget(budget),
  ],
  pressure: ({ limits, counters, budgets }: PressureStep): string[] =>
    ofCounters(...limits, ...counters, ...budgets),
  redeem: (step: RedeemStep): string[] => [
    ...ofOwner(step.owner),
    ...ofCounters(...step.limits, step.joiner),
    ...ofBudget(step.budget),
    ...(step.challenge === null ? [] : [recordNames.spent(step.challenge)]),
    ...(step.session === null ? [] : [recordNames.session(step.session.id)]),
  ],
  rotate: (step: Pick<RotateStep, 'owner' | 'session'>): string[] => [
    ...ofOwner(step.owner),
    recordNames.session(step.session),
  ],
  revoke: (step: RevokeStep): string[] => [
    ...ofOwner(step.owner),
    ...(step.session === null ? [] : [recordNames.session(step.session)]),
  ],
  listSessions: (step: { readonly owner: IdentityNames }): string[] => ofOwner(step.owner),
  inspect: ({ owner, budgets }: InspectStep): string[] => [...ofOwner(owner), ...ofCounters(...budgets)],
  abandon: (step: AbandonStep): string[] => [
    ...ofOwner(step.owner),
    ...(step.spent === null ? [] : [recordNames.codes(step.spent.owner)]),
    ...step.counters.map(recordNames.counter),
    ...(step.session === null ? [] : [recordNames.session(step.session)]),
  ],
  release: (step: ReleaseStep): string[] =>
    [...step.counters, ...(step.mail?.counters ?? [])].map(recordNames.counter),
};
