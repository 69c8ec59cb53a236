/** What must never be told. */
export type SecretKind = 'code' | 'token' | 'key' | 'address';

/** Where a secret came out. It never holds the secret itself. */
export interface Leak {
  readonly kind: SecretKind;
  /** Such as `event code.sent, error`. */
  readonly place: string;
}

/** Knows the secrets of a test file, and looks for them in all that comes out of the library. */
export interface SecretCollector {
  /** Notes a secret. Text that is too short or too plain to be one is not noted. */
  learn(kind: SecretKind, secret: unknown): void;
  /** Looks for secrets in all texts of something: in an error also in its stack and in its causes. */
  audit(place: string, thing: unknown): void;
  readonly leaks: readonly Leak[];
  /** Forgets all it knows and has found. */
  forget(): void;
}

/** Six digits among others are no code; a code stands alone. The same holds for one of ten letters and digits. */
const standingAlone = /(?<![0-9A-Za-z])[0-9A-Za-z]{6,32}(?![0-9A-Za-z])/g;
const mailbox = /[^\s"'`<>(),:;[\]{}]+@[^\s"'`<>(),:;[\]{}]+/g;
/** Three parts, or five where it is encrypted. */
const token = /[\w-]{8,}(?:\.[\w-]{8,}){2,4}/g;

/** A word without a digit would be found in every sentence. */
const isCode = (text: string): boolean => /^[0-9A-Z]{6,32}$/.test(text) && /\d/.test(text);
const isToken = (text: string): boolean =>
  text.length < 10_000 && /^[\w-]{8,}(?:\.[\w-]{8,}){2,4}$/.test(text);
const isAddress = (text: string): boolean =>
  /^[^\s"'`<>(),:;[\]{}@]+@[^\s"'`<>(),:;[\]{}@]+\.[^\s"'`<>(),:;[\]{}@]+$/.test(text);
/** 128 bits in hexadecimal, or a third more in base64. */
const longRun = /[\w+/-]{32}/;
const isKey = (text: string): boolean => longRun.test(text);

/** Deep enough for an error in an error, and short of everything that a host hangs on one. */
const deepest = 6;
const mostProperties = 200;
/** Of errors with the same message. */
const fewStacks = 5;

/** What can be thrown and should not be may throw once more when it is looked at. */
const attempt = <Value>(look: () => Value): Value | undefined => {
  try {
    return look();
  } catch {
    return undefined;
  }
};

/** Every text in a thing, and where it stands. Properties of some names are left out. */
export function* textsOf(
  thing: unknown,
  place: string,
  without: readonly PropertyKey[] = [],
  seen = new Set<unknown>(),
): Generator<readonly [place: string, text: string]> {
  if (typeof thing === 'string') yield [place, thing];
  if (typeof thing === 'number' || typeof thing === 'bigint') yield [place, String(thing)];
  if (typeof thing !== 'object' || thing === null || seen.has(thing) || seen.size > deepest * mostProperties)
    return;
  seen.add(thing);
  // Those of an error are not enumerable.
  const names = attempt(() => Reflect.ownKeys(thing).slice(0, mostProperties)) ?? [];
  for (const name of names) {
    if (without.includes(name)) continue;
    const value: unknown = attempt(() => Reflect.get(thing, name));
    const within = `${place}, ${String(name)}`;
    if (typeof name === 'string') yield [place, name];
    if (within.split(', ').length <= deepest + 1) yield* textsOf(value, within, without, seen);
  }
}

/** Makes one, which knows nothing yet. */
export const createSecretCollector = (): SecretCollector => {
  const codes = new Set<string>();
  const tokens = new Set<string>();
  const keys = new Set<string>();
  const addresses = new Set<string>();
  const leaks: Leak[] = [];
  const stacks = new Map<string, number>();

  /** A stack takes long to write, and says the same of errors that are made at one place. */
  const isToldEnough = (thing: unknown): boolean => {
    const kind = attempt(() => (thing instanceof Error ? `${thing.name} ${thing.message}` : '')) ?? '';
    const count = (stacks.get(kind) ?? 0) + 1;
    stacks.set(kind, count);
    return kind !== '' && count > fewStacks;
  };

  const find = (text: string): SecretKind | null => {
    if (codes.size > 0 && text.match(standingAlone)?.some((word) => codes.has(word.toUpperCase())))
      return 'code';
    if (tokens.size > 0 && text.match(token)?.some((word) => tokens.has(word))) return 'token';
    if (
      text.includes('@') &&
      text.match(mailbox)?.some((word) => addresses.has(word.replace(/\.$/, '').toLowerCase()))
    )
      return 'address';
    // A key may stand in the middle of a longer text.
    if (longRun.test(text)) for (const key of keys) if (text.includes(key)) return 'key';
    return null;
  };

  return {
    learn(kind, secret) {
      if (typeof secret !== 'string') return;
      const text = secret.trim();
      if (kind === 'code' && isCode(text.toUpperCase())) codes.add(text.toUpperCase());
      if (kind === 'token' && isToken(text)) tokens.add(text);
      if (kind === 'address' && isAddress(text)) addresses.add(text.toLowerCase());
      if (kind === 'key' && isKey(text)) keys.add(text);
    },
    audit(place, thing) {
      for (const [where, text] of textsOf(thing, place, isToldEnough(thing) ? ['stack'] : [])) {
        const kind = text.length < 6 ? null : find(text);
        // A secret can be the name of a property, too.
        if (kind !== null) leaks.push({ kind, place: find(where) === null ? where : place });
      }
    },
    leaks,
    forget() {
      for (const known of [codes, tokens, keys, addresses, stacks]) known.clear();
      leaks.length = 0;
    },
  };
};
