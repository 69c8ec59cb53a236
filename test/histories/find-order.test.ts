import { describe, expect, it } from 'vitest';
import { identityName } from '../support/identity-names.js';
import { start } from '../support/step-arbitraries.js';
import { findOrder } from './find-order.js';
import type { Happening, History, Operation, StepOperation } from './history.js';
import { textOf } from './history.js';
import { createModel } from './model.js';

const ada = identityName('ada');
const hour = 3_600_000;
const budget = { shortCodes: null, failures: null, all: null };
const limits = [{ name: 'ip', option: 'ip', limit: 2, window: hour }];

const ask: StepOperation = {
  name: 'issue',
  step: {
    ...{ now: start, owner: ada, network: null, challenge: 'c', offered: null, crowded: false },
    ...{ digests: { short: 'right', long: 'long' }, expiresAt: start + hour, attempts: 5 },
    ...{ limits: [], mails: null, budget },
  },
};
const guess = (digest: string, id: string): StepOperation => ({
  name: 'redeem',
  step: {
    ...{ now: start, owner: [ada], network: null, challenge: null, joiner: null, others: 2 },
    ...{ digests: [digest], limits, budget },
    session: { id, expiresAt: start + hour, origin: '', max: 9 },
  },
});
const look: StepOperation = { name: 'alive', step: { now: start, session: 's1', generation: 1 } };
const end: StepOperation = { name: 'revoke', step: { now: start, owner: [ada], session: 's1' } };

const issued = { outcome: 'issued', long: false, kept: false };
const right = (attempts = 5) => ({
  ...{ outcome: 'right', surplus: [], network: 'none' },
  spent: {
    owner: ada,
    code: {
      challenge: 'c',
      digest: 'right',
      expiresAt: start + hour,
      ownAttempts: 5,
      sharedAttempts: attempts,
      isLong: false,
    },
  },
});
const wrong = (compared = 0, filled: readonly string[] = []) => ({
  ...{ outcome: 'wrong', compared, filled, repeated: false },
});
const limited = { outcome: 'limited', limit: 'ip', retryAfter: hour };

let processes = 0;
/** Something that was asked and answered at these times, by a process of its own. */
const happened = (
  operation: Operation,
  [askedAt, at]: readonly [asked: number, answered: number],
  answer: unknown,
): Happening<Operation> => {
  processes += 1;
  return {
    ...{ operation, askedAt, client: `client ${processes}`, process: processes },
    answer: { at, text: textOf(answer) },
  };
};
/** Something that no answer came to. */
const unanswered = (operation: Operation, askedAt: number): Happening<Operation> => ({
  ...happened(operation, [askedAt, askedAt], null),
  answer: null,
});

const fits = (...history: History): boolean => findOrder(history, createModel()).fits;
const code = happened(ask, [0, 1], issued);
const login = happened(guess('right', 's1'), [2, 3], right());

describe('a history fits where', () => {
  it('nothing overlaps and each answer follows from what was before', () => {
    expect(fits(code, login, happened(look, [4, 5], 'alive'), happened(end, [6, 7], 1))).toBe(true);
    expect(fits(code, login, happened(end, [4, 5], 1), happened(look, [6, 7], 'gone'))).toBe(true);
  });

  it('what overlaps has happened in another order than it was asked or answered in', () => {
    const late = happened(guess('right', 's2'), [3, 8], right());
    expect(fits(code, happened(guess('right', 's1'), [2, 9], wrong()), late)).toBe(true);
    expect(fits(code, happened(guess('right', 's1'), [2, 7], wrong()), late)).toBe(true);
    expect(fits(code, login, happened(end, [4, 9], 1), happened(look, [5, 6], 'gone'))).toBe(true);
    expect(fits(code, login, happened(end, [4, 9], 1), happened(look, [5, 6], 'alive'))).toBe(true);
  });

  it('one process is answered in another order than its operations have happened in', () => {
    const first = { ...happened(guess('right', 's1'), [2, 8], wrong()), process: 0 };
    const second = { ...happened(guess('right', 's2'), [2, 9], right()), process: 0 };
    expect(fits(code, first, second)).toBe(true);
    const same = guess('right', 's3');
    expect(fits(code, { ...first, operation: same }, { ...second, operation: same })).toBe(true);
  });

  it('only the end shows in which order two have happened', () => {
    const other: StepOperation = { ...ask, step: { ...ask.step, challenge: 'other' } };
    const kept = (...asked: readonly StepOperation[]) => {
      const model = createModel();
      let state = model.start;
      for (const operation of asked) state = model.run(state, operation).state;
      return { ...happened({ name: 'kept' }, [8, 9], null), answer: { at: 9, text: state.text } };
    };
    const both = [happened(ask, [0, 4], issued), happened(other, [1, 5], issued)];
    expect(kept(ask, other).answer.text).not.toBe(kept(other, ask).answer.text);
    expect(fits(...both, kept(ask, other))).toBe(true);
    expect(fits(...both, kept(other, ask))).toBe(true);
  });

  it('an operation without an answer has happened, at whatever time', () => {
    const lost = unanswered(guess('right', 's1'), 2);
    expect(fits(code, lost, happened(look, [4, 5], 'alive'))).toBe(true);
    expect(fits(code, lost, happened(guess('right', 's2'), [4, 5], wrong()))).toBe(true);
    expect(fits(code, lost, happened(look, [4, 5], 'gone'), happened(look, [6, 7], 'alive'))).toBe(true);
  });

  it('an operation without an answer has not happened', () => {
    const lost = unanswered(guess('right', 's1'), 2);
    expect(fits(code, lost, happened(guess('right', 's2'), [4, 5], right()))).toBe(true);
    expect(fits(code, lost, happened(look, [4, 5], 'gone'))).toBe(true);
    // Nor would it have changed anything.
    expect(fits(code, unanswered(look, 2))).toBe(true);
  });

  it('several equal operations overlap, and each has counted', () => {
    const missed = guess('nothing', 's');
    const history = [
      happened(missed, [2, 9], limited),
      happened(missed, [2, 7], wrong(1, ['ip'])),
      happened(missed, [3, 8], wrong(1)),
      happened(missed, [3, 6], limited),
    ];
    expect(fits(code, ...history)).toBe(true);
  });
});

describe('a history does not fit where', () => {
  it('one code has two winners', () => {
    const winner = (id: string) => happened(guess('right', id), [2, 9], right());
    expect(fits(code, winner('s1'))).toBe(true);
    expect(fits(code, winner('s1'), winner('s2'))).toBe(false);
  });

  it('a code works that was asked for afterwards', () => {
    expect(fits(login, happened(ask, [4, 5], issued))).toBe(false);
  });

  it('something is read that was over when it was asked for', () => {
    const ended = happened(end, [4, 5], 1);
    expect(fits(code, login, ended, happened(look, [6, 7], 'alive'))).toBe(false);
    expect(fits(code, login, ended, happened(look, [5, 7], 'alive'))).toBe(true);
  });

  it('two that look one after the other see things go back', () => {
    const endedMeanwhile = happened(end, [4, 20], 1);
    const looks = (...seen: readonly string[]) =>
      seen.map((answer, i) => happened(look, [5 + 2 * i, 6 + 2 * i], answer));
    expect(fits(code, login, endedMeanwhile, ...looks('alive', 'gone'))).toBe(true);
    expect(fits(code, login, endedMeanwhile, ...looks('gone', 'alive'))).toBe(false);
  });

  it('what had no answer is seen before it was asked for, or is undone', () => {
    const lost = unanswered(guess('right', 's1'), 6);
    expect(fits(code, lost, happened(look, [4, 5], 'alive'))).toBe(false);
    expect(fits(code, lost, happened(look, [7, 8], 'alive'), happened(look, [9, 10], 'gone'))).toBe(false);
  });

  it('a count is lost', () => {
    const missed = guess('nothing', 's');
    const counted = [happened(missed, [2, 9], wrong(1)), happened(missed, [3, 8], wrong(1, ['ip']))];
    expect(fits(code, ...counted, happened(missed, [10, 11], limited))).toBe(true);
    expect(fits(code, ...counted, happened(missed, [10, 11], wrong(1)))).toBe(false);
    expect(fits(code, happened(missed, [2, 9], wrong(1)), happened(missed, [3, 8], wrong(1)))).toBe(false);
  });

  it('all answers are right, and something else is kept in the end', () => {
    const model = createModel();
    const { state } = model.run(model.start, ask);
    const kept = (text: string): Happening<Operation> => ({
      ...happened({ name: 'kept' }, [4, 5], null),
      answer: { at: 5, text },
    });
    expect(fits(code, kept(state.text))).toBe(true);
    expect(fits(code, kept(state.text.replace('"sharedAttempts":5', '"sharedAttempts":4')))).toBe(false);
    expect(fits(code, kept(''))).toBe(false);
  });
});
