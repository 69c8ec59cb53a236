import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordNames } from '../../src/store/record-names.js';
import type { SessionRecord } from '../../src/store/records.js';
import type { Records } from '../../src/store/step.js';
import { importStepsThatRemember } from '../support/changed-steps.js';
import { identityName } from '../support/identity-names.js';
import { printedBy, whyNoSpin } from '../support/spin.js';

/** So few that some are forgotten. */
const remembered = 2;
const generations = 4;
const holders = 3;
const { steps, lookAt } = await importStepsThatRemember(remembered);

const ada = identityName('ada');
const now = 1_700_000_000_000;
const grace = 10_000;
/** When a generation was replaced whose age is 1, 2 or 3 in the model: just now, at the end of the grace, or later. */
const momentOf = [Number.NaN, now - 1, now - grace, now - grace - 1] as const;

/** With the letters of the model: generation, parent, used, holders. */
interface State {
  readonly over: boolean;
  readonly g: number;
  readonly p: number;
  readonly m: number;
  readonly h: number;
  /** Ages of the generations 1, 2, 3 and so on; 0 where it is not among those that were replaced. */
  readonly ages: readonly number[];
}

/** A line that the model prints. */
interface Transition {
  readonly before: State;
  readonly step: 'rotate' | 'present' | 'withdraw' | 'lookAt';
  readonly generation: number;
  readonly rotates: boolean;
  readonly usesAreNoted: boolean;
  readonly outcome: string;
  readonly given: boolean;
  /** The generation whose replaced-time is now; 0 where there is none. */
  readonly timed: number;
  readonly after: State;
}

const readState = (text = ''): State => {
  const [over, g = 0, p = 0, m = 0, h = 0, ...ages] = text.split(' ').map(Number);
  return { over: over === 1, g, p, m, h, ages };
};

const readTransition = (line: string): Transition => {
  const [before, input = '', answer = '', after] = line.split(' > ');
  const [step, generation, rotates, noted] = input.split(' ');
  const [outcome = '', given, timed] = answer.split(' ');
  return {
    ...{ before: readState(before), after: readState(after), step: step as Transition['step'] },
    ...{ generation: Number(generation), rotates: rotates === '1', usesAreNoted: noted === '1' },
    ...{ outcome, given: given === '1', timed: Number(timed) },
  };
};

const begin = {
  owner: ada,
  beganAt: now - 1_000_000,
  expiresAt: now + 1_000_000,
  origin: '',
  updates: {},
  updateCount: 0,
};
const rotatedBefore = now - 5;

/** The record of a state, in which one generation may have been replaced in this very moment. */
const recordOf = ({ g, p, m, h, ages }: State, timed: number): SessionRecord => {
  const replaced = ages.flatMap((age, index) => {
    const at = index + 1 === timed && age === 1 ? now : (momentOf[age] ?? Number.NaN);
    return age === 0 ? [] : [[index + 1, at] as const];
  });
  return {
    ...begin,
    generation: g,
    parent: p,
    used: m,
    holders: h,
    replaced,
    rotatedAt: timed === 0 ? rotatedBefore : now,
  };
};

const sessionKey = recordNames.session('s');

/** Records of a session in this state. */
const open = (state: State): Records => {
  const map = new Map<string, unknown>([
    [recordNames.account(ada), { sessions: [['s', begin.expiresAt]], networks: [] }],
    [sessionKey, recordOf(state, 0)],
  ]);
  return {
    now,
    get: <Value>(key: string) => map.get(key) as Value | undefined,
    endOf: (key) => (map.has(key) ? begin.expiresAt : 0),
    set: (key, value) => void map.set(key, value),
    delete: (key) => void map.delete(key),
  };
};

/** Carries a step of the model out in TypeScript; answers with what it came to. */
const carryOut = (records: Records, { step, generation, rotates, usesAreNoted }: Transition): unknown => {
  const asked = { now, owner: [ada] as const, session: 's', generation };
  if (step === 'rotate') {
    const options = { grace, makesNext: rotates, usesAreNoted, slide: null, updates: {} };
    return steps.rotate.run(records, { ...asked, ...options });
  }
  if (step === 'present') return steps.present.run(records, asked);
  if (step === 'lookAt') return lookAt(records.get(sessionKey), generation);
  return steps.withdraw.run(records, { ...asked, given: true, change: null });
};

/** What the model says that it comes to. */
const expectedAnswer = ({ step, outcome, given, after, timed }: Transition): unknown => {
  if (step === 'withdraw') return undefined;
  if (step !== 'rotate') return outcome;
  if (outcome !== 'current') return { outcome };
  const rotatedAt = timed === 0 ? rotatedBefore : now;
  const tokens = { generation: after.g, rotatedAt, expiresAt: begin.expiresAt, updates: {} };
  return { outcome, ...tokens, ...(given && { given }) };
};

const isLookedAt = ({ over, g, h }: State) => !over && g <= generations && h <= holders;

const missing = await whyNoSpin();

describe.skipIf(missing !== null)(`the steps of sessions${missing === null ? '' : `. ${missing}`}`, () => {
  let lines: readonly string[];
  let transitions: readonly Transition[];
  beforeAll(async () => {
    const bounds = { GENERATIONS: generations, HOLDERS: holders, REMEMBERED: remembered, GRACE: 1 };
    lines = await printedBy(join(import.meta.dirname, 'steps.pml'), bounds);
    transitions = lines.map(readTransition);
  });

  it('are listed by the model in full: every step from every state that a step leads to', () => {
    const keyOf = (state: State) => JSON.stringify(state);
    const inputs = new Map<string, number>();
    for (const { before } of transitions) inputs.set(keyOf(before), (inputs.get(keyOf(before)) ?? 0) + 1);
    expect(new Set(lines).size).toBe(lines.length);
    // For each generation, and for one that was never made: rotate in four ways, present, withdraw, lookAt.
    const incomplete = transitions.filter(
      ({ before, after }) =>
        inputs.get(keyOf(before)) !== 7 * (before.g + 1) || inputs.has(keyOf(after)) !== isLookedAt(after),
    );
    expect(incomplete).toEqual([]);
    console.log(`${inputs.size} states of a session, ${transitions.length} transitions`);
    expect(inputs.size).toBeGreaterThan(200);
  });

  it('come to what the model says, from every state', () => {
    const differences = transitions.flatMap((transition, index) => {
      const { before, after, timed } = transition;
      const records = open(before);
      const actual = { answer: carryOut(records, transition), record: records.get(sessionKey) };
      const record = after.over ? undefined : recordOf(after, timed);
      const expected = { answer: expectedAnswer(transition), record };
      return isDeepStrictEqual(actual, expected) ? [] : [{ line: lines[index], actual, expected }];
    });
    expect(differences.slice(0, 3), `${differences.length} transitions differ`).toEqual([]);
  });
});
