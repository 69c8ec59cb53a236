/** A name of a dict, and what stands behind it. */
export interface Entry {
  readonly key: string;
  readonly line: number;
  readonly value: Value;
}

/** What a setting is, as far as it can be known without running anything. */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'truth'; readonly truth: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'dict'; readonly entries: readonly Entry[] }
  /** A `timedelta`. */
  | { readonly kind: 'duration'; readonly seconds: number }
  /** A variable of the environment. */
  | { readonly kind: 'variable'; readonly name: string }
  /** Anything that Python would have to compute. */
  | { readonly kind: 'code' };

/** What Python would have to compute. */
export const code: Value = { kind: 'code' };
