/** `true` where two types are the same, not only assignable to each other. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only for `true`. Checked by `tsc`; never called. */
export declare const expectTrue: <T extends true>() => T;
