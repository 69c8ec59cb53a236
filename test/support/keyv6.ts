import type Keyv from 'keyv';
import { Keyv as Keyv6 } from 'keyv6';

/** A cache of keyv 6. Boundary: the two versions of Keyv differ in types, not in what is called here. */
export const createKeyv6 = (options: object = {}): Keyv => new Keyv6(options as never) as unknown as Keyv;
