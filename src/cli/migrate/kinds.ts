import type { Value } from './python/value.js';
import { quote } from './quote.js';

/** What a setting must be. */
export interface Kind<Read> {
  /** For sentences: `a list of texts`. */
  readonly is: string;
  /** Undefined where it is something else. */
  readonly read: (value: Value) => Read | undefined;
}

/** A text as TypeScript writes it: in quotes, or a variable of the environment. */
export interface Phrase {
  readonly code: string;
  /** Undefined where a variable says it. */
  readonly text: string | undefined;
}

/** `True` or `False`. */
export const flag: Kind<boolean> = {
  is: 'True or False',
  read: (value) => (value.kind === 'truth' ? value.truth : undefined),
};

/** A whole number. */
export const count: Kind<number> = {
  is: 'a whole number',
  read: (value) => (value.kind === 'number' && Number.isInteger(value.number) ? value.number : undefined),
};

/** Any number. */
export const numeric: Kind<number> = {
  is: 'a number',
  read: (value) => (value.kind === 'number' ? value.number : undefined),
};

// As str(timedelta) writes it, and as Django writes it into JSON.
const clockTime = /^(?:(\d+) days?, )?(\d+):(\d\d):(\d\d(?:\.\d+)?)$/;
const isoTime = /^P(?:(\d+)D)?T(\d+)H(\d+)M(\d+(?:\.\d+)?)S$/;

const secondsIn = (text: string): number | undefined => {
  const parts = clockTime.exec(text) ?? isoTime.exec(text);
  if (!parts) return undefined;
  const [days, hours, minutes, rest] = parts.slice(1).map((part: string | undefined) => Number(part ?? 0));
  return (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (rest ?? 0);
};

/** Seconds: a `timedelta`, or what JSON has in its place. */
export const duration: Kind<number> = {
  is: 'a timedelta, or in JSON a number of seconds',
  read: (value) => {
    if (value.kind === 'duration') return value.seconds;
    return value.kind === 'text' ? secondsIn(value.text) : numeric.read(value);
  },
};

/** A text. */
export const phrase: Kind<Phrase> = {
  is: 'a text',
  read: (value) => {
    if (value.kind === 'variable') return { code: `process.env.${value.name} ?? ''`, text: undefined };
    return value.kind === 'text' ? { code: quote(value.text), text: value.text } : undefined;
  },
};

/** Texts. */
export const texts: Kind<readonly string[]> = {
  is: 'a list of texts',
  read: (value) => {
    const items = value.kind === 'list' ? value.items : undefined;
    const found = items?.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
    return found?.length === items?.length ? found : undefined;
  },
};

/** A dict of texts, numbers, and `True` or `False`. */
export const record: Kind<readonly (readonly [name: string, value: string | number | boolean])[]> = {
  is: 'a dict of texts and numbers',
  read: (value) => {
    const entries = value.kind === 'dict' ? value.entries : undefined;
    const found = entries?.flatMap(({ key, value: each }) => {
      const read = each.kind === 'text' ? each.text : (numeric.read(each) ?? flag.read(each));
      return read === undefined ? [] : [[key, read] as const];
    });
    return found?.length === entries?.length ? found : undefined;
  },
};

/** A function, by its dotted path or as such. Whatever is not the default counts as one: it may say who gets in. */
export const callback: Kind<string> = {
  is: 'the path of a function',
  read: (value) => (value.kind === 'text' ? value.text : ''),
};

/** Something of a kind, or `None`. */
export const optional = <Read>({ is, read }: Kind<Read>): Kind<Read | null> => ({
  is: `${is}, or None`,
  read: (value) => (value.kind === 'none' ? null : read(value)),
});
