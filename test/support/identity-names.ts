import type { IdentityName } from '../../src/code/secret.js';

/** A text as the name of an identity in the cache. A service makes such names of addresses and keys. */
export const identityName = (text: string): IdentityName => text as IdentityName;
