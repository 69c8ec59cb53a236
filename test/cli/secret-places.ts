import { readKeys } from '../../src/cli/read-keys.js';
import { partsOfKey } from '../support/private-parts.js';

/** The private parts of keys that stand in a text; none where it is as it should be. */
export const secretsIn = (text: string, ...keys: readonly string[]): readonly string[] =>
  keys
    .flatMap((key) => readKeys(key, 'key'))
    .flatMap(({ key: { privateKey } }) => partsOfKey(privateKey))
    .filter((part) => part !== '' && text.includes(part));
