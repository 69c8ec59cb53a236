// What a step of the store is asked in the bench, over Redis and in memory.
import type { IdentityName, IdentityNames } from '../../src/code/secret.js';
import type { Budget, Counter } from '../../src/limit/limits.js';
import type { MailLimits } from '../../src/store/code-steps.js';
import type { Store } from '../../src/store/port.js';
import { identityName } from '../support/identity-names.js';

const start = 1_700_000_000_000;

/** One step, in the name of somebody. */
export type Call = (store: Store, name: IdentityName) => Promise<unknown>;
/** `prepare`: what must have happened under this name before `call` is measured. */
export interface StepScenario {
  readonly prepare?: Call;
  readonly call: Call;
}

const counter = (key: string, more?: Partial<Counter>): Counter => ({
  ...{ name: key, option: key, limit: 1_000_000, window: 3_600_000 },
  ...more,
});
const budget = (key: string): Budget => ({ name: key, limit: 1_000_000, window: 3_600_000 });
const limitsOf = (name: string): Counter[] => [
  counter(`ip-${name}`),
  counter(`wide-${name}`, { block: true }),
];
const mailsOf = (name: string): MailLimits => ({
  all: budget(`mails-${name}`),
  strangers: 500_000,
  long: counter(`long-${name}`),
  tagged: null,
});
const budgetOf = (name: string) => ({
  shortCodes: budget(`short-${name}`),
  failures: budget(`failures-${name}`),
  all: budget('all'),
});
const codeLife = 300_000;
const lifetime = 1_000_000_000;

const ownerOf = (name: IdentityName): IdentityNames => [name, identityName(`${name}-older`)];

const issue: Call = (store, name) =>
  store.issue({
    ...{ now: start, owner: name, network: 'home', challenge: 'challenge', offered: null },
    ...{ digests: { short: 'right', long: 'long' }, expiresAt: start + codeLife, attempts: 5 },
    ...{ limits: limitsOf(name), mails: mailsOf(name), budget: budgetOf(name), crowded: false },
  });
const redeem =
  (digest: string, challenge: string | null, id = ''): Call =>
  (store, name) =>
    store.redeem({
      ...{
        now: start + 1000,
        owner: ownerOf(name),
        network: 'home',
        challenge,
        joiner: null,
        others: 2,
      },
      ...{ digests: [digest, 'nothing'], limits: limitsOf(name), budget: budgetOf(name) },
      session: { id: name + id, expiresAt: start + lifetime, origin: 'a browser on a system', max: 100 },
    });
const session = (id = ''): Call => {
  const right = redeem('right', null, id);
  return async (store, name) => {
    await issue(store, name);
    await right(store, name);
  };
};
const inTurn =
  (...all: Call[]): Call =>
  async (store, name) => {
    for (const call of all) await call(store, name);
  };
const rotate =
  (slide: { lifetime: number; maxLifetime: number } | null): Call =>
  (store, name) =>
    store.rotate({
      ...{ now: start + 2000, owner: ownerOf(name), session: name, generation: 1 },
      ...{ grace: 10_000, makesNext: true, usesAreNoted: true, slide, updates: { org: '"a"' } },
    });
const four = inTurn(session(), session('-2'), session('-3'), session('-4'));
const revoke =
  (one: boolean): Call =>
  (store, name) =>
    store.revoke({ now: start + 3000, owner: ownerOf(name), session: one ? name : null });

/** All steps, by what the table calls them. */
export const stepScenarios: Readonly<Record<string, StepScenario>> = {
  'issue, first': { call: issue },
  'issue, third': { prepare: inTurn(issue, issue), call: issue },
  'redeem, right': { prepare: issue, call: redeem('right', null) },
  'redeem, wrong': { prepare: inTurn(issue, issue), call: redeem('wrong', null) },
  'redeem, wrong, by challenge': { prepare: issue, call: redeem('wrong', 'challenge') },
  'redeem, wrong, no code': { call: redeem('wrong', null) },
  rotate: { prepare: session(), call: rotate(null) },
  'rotate, sliding': {
    prepare: session(),
    call: rotate({ lifetime: lifetime * 2, maxLifetime: lifetime * 3 }),
  },
  'revoke, one of four': { prepare: four, call: revoke(true) },
  'revoke, all four': { prepare: four, call: revoke(false) },
  'sessions, four': {
    prepare: four,
    call: (store, name) => store.listSessions({ now: start + 3000, owner: ownerOf(name) }),
  },
  abandon: {
    prepare: session(),
    call: (store, name) =>
      store.abandon({
        ...{
          now: start + 3000,
          owner: ownerOf(name),
          session: name,
          network: null,
          counters: [`wide-${name}`],
        },
        spent: {
          owner: name,
          code: {
            challenge: 'challenge',
            digest: 'right',
            expiresAt: start + codeLife,
            ownAttempts: 5,
            sharedAttempts: 4,
            isLong: false,
          },
        },
      }),
  },
  release: {
    prepare: issue,
    call: (store, name) =>
      store.release({ now: start + 3000, counters: [`ip-${name}`, `long-${name}`, `wide-${name}`] }),
  },
  alive: {
    prepare: session(),
    call: (store, name) => store.alive({ now: start + 3000, session: name, generation: 1 }),
  },
};
