import { code, type Value } from './value.js';

/** What a function is called with, or an index. */
export interface Argument {
  readonly name?: string;
  readonly value: Value;
}

/** Seconds, in the order in which `timedelta` takes them. */
const units: readonly (readonly [name: string, seconds: number])[] = [
  ['days', 86_400],
  ['seconds', 1],
  ['microseconds', 1e-6],
  ['milliseconds', 1e-3],
  ['minutes', 60],
  ['hours', 3600],
  ['weeks', 604_800],
];

const durationOf = (args: readonly Argument[]): Value => {
  let seconds = 0;
  for (const [index, { name, value }] of args.entries()) {
    const unit = name === undefined ? units[index] : units.find(([each]) => each === name);
    if (!unit || value.kind !== 'number') return code;
    seconds += value.number * unit[1];
  }
  if (!Number.isFinite(seconds)) return code;
  // Python counts in microseconds.
  return { kind: 'duration', seconds: Math.round(seconds * 1e6) / 1e6 };
};

const readsVariable = /(?:^|\.)(?:getenv|environ|environ\.get|env|env\.str|config)$/i;
/** X1: so is no key that somebody has put there. */
const isVariable = /^[A-Z][A-Z0-9_]{0,63}$/;
const changesNothing = new Set(['_', 'gettext', 'gettext_lazy', 'cleandoc', 'dedent', 'Path', 'str']);

/** What a call stands for: a `timedelta`, a variable of the environment, or a text that is only translated or tidied up. */
export const readCall = (callee: string, args: readonly Argument[]): Value => {
  const last = callee.slice(callee.lastIndexOf('.') + 1);
  if (last === 'timedelta') return durationOf(args);
  const first = args[0]?.value;
  if (first?.kind !== 'text' || args.some(({ name }) => name !== undefined && name !== 'default'))
    return code;
  if (readsVariable.test(callee) && isVariable.test(first.text))
    return { kind: 'variable', name: first.text };
  return args.length === 1 && changesNothing.has(last) ? first : code;
};
