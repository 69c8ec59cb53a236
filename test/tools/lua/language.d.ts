// What the steps of the store (src/store/steps) may use, and so their whole language: this file stands in for
// TypeScript's own library when they are compiled to Lua. check.mjs refuses what Lua would do differently.
//
// Yes: functions at the top of a file, as arrows or declarations; constants; objects of functions such as `recordNames`,
// used by name; `const`, `let`, `if`, `for … of` over lists, `while`, `continue`, `?:`, `??`, `?.`, `&&`, `||`, `!`, `===`;
// destructuring; spread in lists, in objects, and after a first argument; parameters with defaults; `as const`,
// `satisfies`; the functions below. Files may import from one another; what a step needs is gathered from wherever.
//
// No:
// - numbers or texts where a truth is asked: 0 and '' are true in Lua. Write `code.l === 1`, `text !== ''`
// - a null or undefined in a list (it would end there), or written over something: `{ ...record, x: undefined }`.
//   Build lists with `push`, leave properties out: `...(known && { s })`
// - a null in an answer: leave the property out
// - `x === y` where one can be null and the other (or itself) undefined: they are one in Lua. Use `??` or `!record`
// - `record[name]` by a name that is not written there, `list[i] = x`, numbers as names
// - members of texts (lengths are bytes), `<` of texts (the server's locale), numbers in `${…}`
// - sorting (the caller does it), the names of `Object.keys` (in no order; its length is fine), the index in callbacks
// - `reduce` without a first value, `Math.max(...list)`, which may be empty: `Math.max(0, ...list)`
// - `==`, `%`, bits, `++` in the middle of something, casts, `typeof`, `in`, `delete`, `for … in`, `switch`
// - classes, `this`, exceptions, promises, Map, Set, Date, RegExp, JSON, packages
// - two things of one name at the top of two files, and constants that need each other in a circle

interface ReadonlyArray<Item> {
  readonly length: number;
  readonly [index: number]: Item;
  at(index: number): Item | undefined;
  concat(more: readonly Item[]): Item[];
  every(test: (this: void, item: Item) => boolean): boolean;
  filter<Kept extends Item>(test: (this: void, item: Item) => item is Kept): Kept[];
  filter(test: (this: void, item: Item) => boolean): Item[];
  find(test: (this: void, item: Item) => boolean): Item | undefined;
  findIndex(test: (this: void, item: Item) => boolean): number;
  flatMap<Made>(make: (this: void, item: Item) => readonly Made[]): Made[];
  includes(item: Item): boolean;
  map<Made>(make: (this: void, item: Item) => Made): Made[];
  reduce<Sum>(add: (this: void, sum: Sum, item: Item) => Sum, first: Sum): Sum;
  slice(start: number, end?: number): Item[];
  some(test: (this: void, item: Item) => boolean): boolean;
}

interface Array<Item> extends ReadonlyArray<Item> {
  [index: number]: Item;
  push(...items: Item[]): number;
  reverse(): Item[];
}

interface Math {
  ceil(value: number): number;
  floor(value: number): number;
  max(first: number, ...more: number[]): number;
  min(first: number, ...more: number[]): number;
}
declare const Math: Math;

interface ObjectConstructor {
  /** In no order: only its length may be used. */
  keys(record: object): readonly string[];
}
declare const Object: ObjectConstructor;

interface NumberConstructor {
  (value: boolean): number;
}
declare const Number: NumberConstructor;

// The compiler asks for these by name; they have nothing that a step may use.
interface Boolean {}
interface CallableFunction extends Function {}
interface Function {}
interface IArguments {}
interface NewableFunction extends Function {}
interface Number {}
interface Object {}
interface RegExp {}
interface String {}
interface Promise<Value> {
  readonly value: Value;
}

type Exclude<All, Out> = All extends Out ? never : All;
type Extract<All, In> = All extends In ? All : never;
type Pick<All, Names extends keyof All> = { [Name in Names]: All[Name] };
type Omit<All, Names extends keyof never> = Pick<All, Exclude<keyof All, Names>>;
type Partial<All> = { [Name in keyof All]?: All[Name] };
type Readonly<All> = { readonly [Name in keyof All]: All[Name] };
type Record<Names extends keyof never, Value> = { [Name in Names]: Value };
type Required<All> = { [Name in keyof All]-?: All[Name] };
type NonNullable<All> = All & {};
