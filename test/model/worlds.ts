import { join } from 'node:path';
import type { Macros } from '../support/spin.js';

const model = (name: string) => join(import.meta.dirname, `${name}.pml`);
const thief = model('thief');
const owner = model('owner');

const none = 0;
const all = 1;
const some = 2;

/** A model with some of its macros set, and what is true there. */
export interface World {
  readonly name: string;
  readonly model: string;
  readonly macros: Macros;
  /** What the assertion speaks of that does not hold; null where all hold. */
  readonly violated: RegExp | null;
}

const twoGoOn = /went/;
const aVoidOneIsServed = /voided/;
const alarm = /outcome==/;

/** All assertions hold. */
const holds = (file: string, name: string, macros: Macros): World => ({
  ...{ name, macros, model: file, violated: null },
});

/** An exception, which SECURITY.md names: where it may happen, an assertion does not hold. */
const fails = (file: string, violated: RegExp, name: string, macros: Macros): World => ({
  ...{ name, macros, model: file, violated },
});

const theftInBrief: readonly World[] = [
  holds(thief, 'one goes on where all processes check sessions', {}),
  fails(thief, twoGoOn, 'both go on where each refreshes within the grace of the other', { RACE: all }),
  fails(thief, twoGoOn, 'both go on where tokens do not rotate', { ROTATE: none, UNSEEN: 1 }),
];

/** An owner and a thief: one of them goes on, and there is one live generation. */
export const theft: readonly World[] = [
  ...theftInBrief,
  holds(thief, 'one goes on who refreshes later than the grace of the other, whatever they did before', {
    ...{ CHECK: some, ROTATE: some, RACE: some },
  }),
  holds(thief, 'one goes on where no process checks sessions', { CHECK: none, RACE: some }),
  fails(thief, twoGoOn, 'both go on where they refresh only at processes that do not rotate', {
    ...{ ROTATE: some, UNSEEN: 1 },
  }),
  fails(thief, twoGoOn, 'both go on for a turn where a use is not checked', { CHECK: some, UNSEEN: 1 }),
  fails(thief, aVoidOneIsServed, 'a void token is served that is older than all that is remembered', {
    REMEMBERED: 1,
  }),
];

/** Tabs that do not wait for one another. */
const atOnce = { LOCK: 0 };
const instant = { REQUEST: 0, ANSWER: 0 };
const slow = { REQUEST: 4, SERVER: 4, ANSWER: 4 };

const aloneInBrief: readonly World[] = [
  holds(owner, 'no alarm for tabs that refresh one after the other, whatever is lost', {}),
  fails(owner, alarm, 'alarm for a lost answer where no process checks sessions', { CHECK: none }),
  fails(owner, alarm, 'alarm for a lost answer, where two tabs refresh at once as the grace ends', atOnce),
];

/** An owner alone: no alarm. */
export const alone: readonly World[] = [
  ...aloneInBrief,
  holds(owner, 'no alarm for tabs that refresh one after the other, however slow everything is', slow),
  holds(owner, 'no alarm for tabs that refresh at once, where nothing takes its time', {
    ...{ ...atOnce, ...instant },
  }),
  holds(owner, 'no alarm for tabs that refresh at once, where no answer is lost', { ...atOnce, LOSES: 0 }),
  holds(owner, 'nobody is given void tokens, however slow the server is', {
    ...{ ...atOnce, SERVER: 4, ALARMS: 1, GENERATIONS: 3 },
  }),
  holds(owner, 'no alarm where no process checks sessions, and no answer is lost', {
    ...{ CHECK: none, LOSES: 0 },
  }),
  holds(owner, 'no alarm where some processes check sessions, and no answer is lost', {
    ...{ CHECK: some, LOSES: 0 },
  }),
  holds(owner, 'no alarm where some processes rotate, and no answer is lost', { ROTATE: some, LOSES: 0 }),
  holds(owner, 'no alarm where no process rotates', { ROTATE: none, ...atOnce, ...slow, GHOSTS: 1 }),
  fails(owner, alarm, 'alarm for a lost answer where some processes check sessions', { CHECK: some }),
  fails(owner, alarm, 'alarm for a lost answer where some processes rotate', { ROTATE: some }),
  fails(owner, alarm, 'alarm for tabs that refresh at once, where the server takes longer than the grace', {
    ...{ ...atOnce, ...instant, SERVER: 4, LOSES: 0 },
  }),
  fails(owner, alarm, 'alarm for a request that was given up and arrives later than the grace', {
    GHOSTS: 1,
  }),
  fails(owner, alarm, 'alarm for a pair that is used, and lost before it is stored', { STORES_FIRST: 0 }),
  fails(owner, alarm, 'alarm for a pair that is stored over a newer one', {
    ...{ ...atOnce, ...instant, NEWEST: 0 },
  }),
];

/** The first of each: what holds, and the exceptions that SECURITY.md has named from the beginning. */
export const inBrief: readonly World[] = [...theftInBrief, ...aloneInBrief];
