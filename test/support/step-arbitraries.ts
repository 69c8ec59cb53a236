import * as fc from 'fast-check';
import type { IdentityNames } from '../../src/code/secret.js';
import type { Counter } from '../../src/limit/limits.js';
import type {
  AbandonStep,
  CodeBudget,
  IssueStep,
  MailLimits,
  PressureStep,
  RedeemStep,
  ReleaseStep,
} from '../../src/store/code-steps.js';
import type { Store } from '../../src/store/port.js';
import type {
  AliveStep,
  ForgetStep,
  InspectStep,
  ListSessionsStep,
  PresentStep,
  RevokeStep,
  RotateStep,
  WithdrawStep,
} from '../../src/store/session-steps.js';
import { identityName } from './identity-names.js';

type WithoutTime<Step> = Omit<Step, 'now'>;

/** A step of a random sequence, to be carried out at a time that only moves forward. */
export type RandomStep = { readonly wait: number } & (
  | { readonly name: 'issue'; readonly step: WithoutTime<IssueStep> }
  | { readonly name: 'pressure'; readonly step: WithoutTime<PressureStep> }
  | { readonly name: 'redeem'; readonly step: WithoutTime<RedeemStep> }
  | { readonly name: 'rotate'; readonly step: WithoutTime<RotateStep> }
  | { readonly name: 'revoke'; readonly step: WithoutTime<RevokeStep> }
  | { readonly name: 'abandon'; readonly step: WithoutTime<AbandonStep> }
  | { readonly name: 'release'; readonly step: WithoutTime<ReleaseStep> }
  | { readonly name: 'alive'; readonly step: WithoutTime<AliveStep> }
  | { readonly name: 'present'; readonly step: WithoutTime<PresentStep> }
  | { readonly name: 'withdraw'; readonly step: WithoutTime<WithdrawStep> }
  | { readonly name: 'listSessions'; readonly step: WithoutTime<ListSessionsStep> }
  | { readonly name: 'forget'; readonly step: WithoutTime<ForgetStep> }
  | { readonly name: 'inspect'; readonly step: WithoutTime<InspectStep> }
);

/** When every sequence begins. */
export const start = 1_700_000_000_000;

// Any text. The unit of fast-check that is called so first lays out a table of all characters, which takes a second.
const character = fc.oneof(fc.nat(0x7f), fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }));
const text = fc.string({ unit: character.map((code) => String.fromCodePoint(code)) });
// Few names, so that steps meet.
const [ada, eve] = [identityName('ada'), identityName('eve')];
const name = fc.constantFrom(ada, ada, eve);
const owner = fc.constantFrom<IdentityNames>([ada], [ada], [ada], [eve], [ada, eve], [eve, ada]);
const network = fc.constantFrom('home', 'home', 'away', null);
const challenge = fc.constantFrom('c1', 'c2');
const digest = fc.constantFrom('d1', 'd2');
const session = fc.constantFrom('s1', 's1', 's1', 's2');
// A Redis drops what has expired by the machine's time too, and that goes on while a sequence runs. So all lasts for
// minutes, and no wait ends shortly before a record does.
const minute = 60_000;
const duration = fc.constantFrom(1, 10, 60, 300.5).map((minutes) => minutes * minute);

const end = (earliest: number) =>
  fc.integer({ min: earliest, max: 600 }).map((minutes) => start + minutes * minute);

const counter = (key: string): fc.Arbitrary<Counter> =>
  fc
    .record({
      limit: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 12 })),
      window: duration,
      block: fc.boolean(),
      sparesHolders: fc.boolean(),
    })
    .map(({ limit, window, block, sparesHolders }) => ({
      ...{ name: key, option: key, limit, window },
      ...(block && { block: true as const }),
      ...(sparesHolders && { sparesHolders: true as const }),
    }));
const once = (of: Counter): Counter => ({ ...of, limit: 1 });
const mails: fc.Arbitrary<MailLimits> = fc.record({
  all: counter('mails-all'),
  strangers: fc.constantFrom(1, 1, 2),
  // One in its window, whatever the other limits are.
  long: fc.constantFrom('long', 'long', 'other-long').chain(counter).map(once),
  tagged: fc.option(counter('tagged').map(once)),
});
const limits = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Counter[]>([]) },
  {
    weight: 1,
    arbitrary: fc.tuple(counter('ip'), counter('wide'), counter('mails')).chain((all) => fc.subarray(all)),
  },
);
const budget: fc.Arbitrary<CodeBudget> = fc.record({
  shortCodes: fc.option(counter('short')),
  failures: fc.option(counter('failures')),
  all: fc.option(counter('all')),
});

const issue: fc.Arbitrary<WithoutTime<IssueStep>> = fc.record({
  owner: name,
  network,
  challenge,
  offered: fc.option(challenge),
  digests: digest.map((short) => ({ short, long: `${short}-long` })),
  expiresAt: end(10),
  attempts: fc.integer({ min: 1, max: 4 }),
  limits,
  mails: fc.option(mails),
  budget,
  crowded: fc.constantFrom(false, false, false, true),
});
const redeem: fc.Arbitrary<WithoutTime<RedeemStep>> = fc
  .record({
    owner,
    network,
    stays: fc.constantFrom(false, false, false, true),
    challenge: fc.option(challenge),
    joiner: fc.option(counter('joiner'), { freq: 2 }),
    others: fc.constantFrom(2, 2, 0),
    digests: fc.oneof(
      { weight: 3, arbitrary: fc.constant(['d1', 'd2', 'd1-long', 'd2-long']) },
      { weight: 3, arbitrary: fc.subarray(['d1', 'd1-long', 'nothing']) },
    ),
    limits,
    budget,
    session: fc.option(
      fc.record({
        id: session,
        expiresAt: fc.constantFrom(5, 20, 900).map((lifetime) => start + lifetime * minute),
        origin: text,
        max: fc.constantFrom(1, 2, 100),
      }),
      { freq: 8 },
    ),
  })
  .map(({ stays, ...step }) => ({ ...step, ...(stays && { reusable: true as const }) }));
const pressure: fc.Arbitrary<WithoutTime<PressureStep>> = fc.record({
  limits,
  counters: limits,
  budgets: fc.tuple(counter('short'), counter('failures'), counter('all')).chain((all) => fc.subarray(all)),
});
const generation = fc.constantFrom(1, 1, 1, 2, 2, 3, 4);
const rotate: fc.Arbitrary<WithoutTime<RotateStep>> = fc.record({
  owner,
  session,
  generation,
  grace: fc.constantFrom(0, minute),
  makesNext: fc.constantFrom(true, true, true, false),
  usesAreNoted: fc.boolean(),
  slide: fc.option(fc.record({ lifetime: duration, maxLifetime: duration })),
  updates: fc.oneof(
    fc.dictionary(fc.constantFrom('org', 'role', 'größe'), text, { maxKeys: 2 }),
    fc.constantFrom({}, { org: 'a' }, { org: 'b' }),
  ),
});
const present: fc.Arbitrary<WithoutTime<PresentStep>> = fc.record({ owner, session, generation });
const withdraw: fc.Arbitrary<WithoutTime<WithdrawStep>> = fc.record({
  owner,
  session,
  generation,
  given: fc.constantFrom(true, true, false),
  change: fc.option(
    fc.record({ before: fc.constantFrom({}, { org: 'before' }), count: fc.constantFrom(1, 1, 2) }),
  ),
});
const inspect = fc.record({ owner, budgets: counter('failures').map((budget) => [budget]) });
const revoke = fc.record({ owner, session: fc.option(session) });
const abandon: fc.Arbitrary<WithoutTime<AbandonStep>> = fc.record({
  owner,
  session: fc.option(session),
  network,
  spent: fc.option(
    fc.record({
      owner: name,
      code: fc.record({
        challenge,
        digest,
        ownAttempts: fc.nat(4),
        sharedAttempts: fc.nat(4),
        isLong: fc.boolean(),
        expiresAt: end(0),
      }),
    }),
  ),
  counters: fc.subarray(['ip', 'long']),
});
const mailOfCode = fc.record({
  counters: fc.subarray(['long', 'tagged']),
  expiresAt: duration.map((milliseconds) => start + milliseconds),
});
const release = fc
  .record({ counters: fc.subarray(['ip', 'wide', 'long', 'tagged']), mail: fc.option(mailOfCode) })
  .map(({ counters, mail }) => ({ counters, ...(mail && { mail }) }));

const wait = fc.constantFrom(0, 0, 0, 0, 1, minute / 2, minute, 10 * minute);
const named = <Name extends RandomStep['name'], Step>(kind: Name, step: fc.Arbitrary<Step>) =>
  fc.record({ name: fc.constant(kind), step, wait });

const free = { limits: [], budget: { shortCodes: null, failures: null, all: null } };
const who = fc.constantFrom(ada, ada, eve);

/** A code is asked for, and used at once: what most others need to have happened before. */
const login: fc.Arbitrary<RandomStep[]> = fc
  .record({ issue, redeem, who, id: fc.constantFrom('s1', 's2', 's3') })
  .map(({ issue, redeem, who, id }) => {
    const digests = [issue.digests.short, issue.digests.long];
    const session = { id, expiresAt: start + 900 * minute, origin: 'origin', max: 100 };
    const right = { owner: [who] as const, challenge: null, digests, session };
    return [
      { wait: 0, name: 'issue', step: { ...issue, ...free, owner: who } },
      { wait: 0, name: 'redeem', step: { ...redeem, ...free, ...right } },
    ];
  });

/** A code is asked for, and guessed at. */
const guess: fc.Arbitrary<RandomStep[]> = fc.record({ issue, redeem, who }).map(({ issue, redeem, who }) => [
  { wait: 0, name: 'issue', step: { ...issue, ...free, owner: who } },
  { wait: 0, name: 'redeem', step: { ...redeem, owner: [who], digests: ['nothing'] } },
]);

/** A limit is filled, and stands in the way of the next ones. */
const full: fc.Arbitrary<RandomStep[]> = fc
  .record({ redeem, pressure, who, limit: counter('ip').map(once) })
  .map(({ redeem, pressure, who, limit }) => {
    const limits = [limit];
    const guess = { ...redeem, owner: [who] as const, joiner: null, digests: ['nothing'], limits };
    return [
      { wait: 0, name: 'redeem', step: guess },
      { wait: 0, name: 'pressure', step: { ...pressure, limits } },
      { wait: 0, name: 'redeem', step: guess },
    ];
  });

/** A code is used, and once more. */
const twice: fc.Arbitrary<RandomStep[]> = fc.record({ issue, redeem, who }).map(({ issue, redeem, who }) => {
  const { challenge, digests } = issue;
  const own = { challenge, owner: [who] as const, digests: [digests.short, digests.long] };
  const again = { wait: 0, name: 'redeem', step: { ...redeem, ...free, ...own } } as const;
  return [
    { wait: 0, name: 'issue', step: { ...issue, ...free, owner: who, crowded: false, offered: null } },
    ...[again, again],
  ];
});

/** One session too many begins, or all of them end. */
const tooMany: fc.Arbitrary<RandomStep[]> = fc
  .record({ issue, redeem, who, ends: fc.boolean(), before: fc.constantFrom('home', null), network })
  .map(({ issue, redeem, who, ends, before, network }) => {
    const digests = [issue.digests.short, issue.digests.long];
    const begin = (id: string, max: number, network: string | null): RandomStep[] => {
      const session = { id, expiresAt: start + 900 * minute, origin: 'origin', max };
      const right = { owner: [who] as const, challenge: null, digests, session, network };
      return [
        { wait: 0, name: 'issue', step: { ...issue, ...free, owner: who, crowded: false } },
        { wait: 0, name: 'redeem', step: { ...redeem, ...free, ...right, others: 2 } },
      ];
    };
    const last = ends
      ? [{ wait: 0, name: 'revoke', step: { owner: [who] as const, session: null } } as const]
      : begin('s3', 1, network);
    return [...begin('s1', 100, before), ...begin('s2', 100, before), ...last];
  });

/** A session goes on twice from one token, since its answer was lost; then somebody uses a token of some generation. */
const lostAnswer: fc.Arbitrary<RandomStep[]> = fc
  .record({ login, rotate, present, id: fc.constantFrom('s1', 's2', 's3') })
  .map(({ login, rotate, present, id }) => {
    const owner = [ada, eve] as const;
    const again = { ...rotate, owner, session: id, generation: 1, makesNext: true, usesAreNoted: true };
    return [
      ...login,
      { wait: 0, name: 'rotate', step: again },
      { wait: 2 * minute, name: 'rotate', step: again },
      { wait: 0, name: 'alive', step: { session: id, generation: present.generation } },
      { wait: 0, name: 'present', step: { ...present, owner, session: id } },
    ];
  });

/** A session that makes no generations is refreshed. */
const still: fc.Arbitrary<RandomStep[]> = fc
  .record({ login, rotate, id: fc.constantFrom('s1', 's2', 's3') })
  .map(({ login, rotate, id }) => [
    ...login,
    {
      wait: 0,
      name: 'rotate',
      step: { ...rotate, owner: [ada, eve] as const, session: id, generation: 1, makesNext: false },
    },
  ]);

/** A session goes on, once or twice from one token, one of those comes to nothing, and then the token comes again. */
const failure: fc.Arbitrary<RandomStep[]> = fc
  .record({ login, rotate, withdraw, twice: fc.boolean(), wait })
  .map(({ login, rotate, withdraw, twice, wait }) => {
    const who = { owner: [ada, eve] as const, session: 's1' };
    const again = {
      wait: 0,
      name: 'rotate',
      step: { ...rotate, ...who, generation: 1, makesNext: true },
    } as const;
    return [
      ...login,
      again,
      ...(twice ? [again] : []),
      { wait: 0, name: 'withdraw', step: { ...withdraw, ...who, generation: 2 } },
      { ...again, wait },
    ];
  });

/** Sequences of steps that meet one another. */
export const stepSequences = (maxLength: number): fc.Arbitrary<RandomStep[]> => {
  const single = fc.oneof(
    { weight: 5, arbitrary: named('issue', issue) },
    { weight: 2, arbitrary: named('pressure', pressure) },
    { weight: 6, arbitrary: named('redeem', redeem) },
    { weight: 8, arbitrary: named('rotate', rotate) },
    { weight: 2, arbitrary: named('revoke', revoke) },
    { weight: 1, arbitrary: named('abandon', abandon) },
    { weight: 1, arbitrary: named('release', release) },
    { weight: 2, arbitrary: named('alive', fc.record({ session, generation })) },
    { weight: 4, arbitrary: named('present', present) },
    { weight: 2, arbitrary: named('withdraw', withdraw) },
    { weight: 3, arbitrary: named('listSessions', fc.record({ owner })) },
    { weight: 1, arbitrary: named('forget', fc.record({ owner })) },
    { weight: 2, arbitrary: named('inspect', inspect) },
  ) as fc.Arbitrary<RandomStep>;
  const several = fc.oneof(
    { weight: 8, arbitrary: single.map((one) => [one]) },
    { weight: 1, arbitrary: login },
    { weight: 1, arbitrary: guess },
    { weight: 1, arbitrary: lostAnswer },
    { weight: 1, arbitrary: failure },
    { weight: 1, arbitrary: still },
    { weight: 1, arbitrary: full },
    { weight: 1, arbitrary: twice },
    { weight: 1, arbitrary: tooMany },
  );
  return fc.array(several, { minLength: 1, maxLength, size: 'max' }).map((parts) => parts.flat());
};

/** Carries out a sequence and answers with all results. */
export const carryOut = async (store: Store, sequence: readonly RandomStep[]): Promise<unknown[]> => {
  const results: unknown[] = [];
  let now = start;
  for (const { name, step, wait } of sequence) {
    now += wait;
    // The step that belongs to this name, which is what RandomStep says.
    const run = store[name] as (step: object) => Promise<unknown>;
    results.push(await run({ ...step, now }));
  }
  return results;
};
