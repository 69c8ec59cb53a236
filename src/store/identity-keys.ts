/** The names of an identity in the cache: records are written under the first and found under all. */
export type IdentityKeys = readonly [string, ...string[]];
