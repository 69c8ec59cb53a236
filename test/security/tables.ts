import { addresses } from '../core/addresses.js';
import { forwardedHeaders } from '../http/forwarded-headers.js';
import { proxies, unreadableHops } from '../http/proxies.js';
import { forgedTokens } from '../service/forged-tokens/index.js';
import { wrongOptions } from '../service/wrong-options.js';
import { rules } from '../store/contract.js';
import { forgedJwes } from '../token/encryption/forged-jwes.js';
import { guarantees } from './guarantees/index.js';

/** A table of what must be so. `npm test -- -t ID` runs a row of it. */
export interface Table {
  readonly about: string;
  /** Where its rows stand. */
  readonly file: string;
  /** How its ids are made. Only those of SECURITY.md have a capital: `-t C1` finds nothing else. */
  readonly ids: RegExp;
  readonly rows: readonly { readonly id: string; readonly must: string }[];
}

/** All tables of this repository whose rows have ids. */
export const tables: readonly Table[] = [
  {
    about: 'what SECURITY.md guarantees',
    file: 'test/security/guarantees',
    ids: /^[A-Z]\d+$/,
    rows: guarantees,
  },
  { about: 'what a store has to do', file: 'test/store/contract.ts', ids: /^store-\d+$/, rows: rules },
  {
    about: 'what is brought as an access token',
    file: 'test/service/forged-tokens',
    ids: /^token-\d+$/,
    rows: forgedTokens,
  },
  {
    about: 'what is brought as an encrypted token',
    file: 'test/token/encryption/forged-jwes.ts',
    ids: /^jwe-\d+$/,
    rows: forgedJwes,
  },
  {
    about: 'what is typed as an address',
    file: 'test/core/addresses.ts',
    ids: /^address-\d+$/,
    rows: addresses,
  },
  {
    about: 'whose address a request has behind proxies',
    file: 'test/http/proxies.ts',
    ids: /^proxy-\d+$/,
    rows: [...proxies, ...unreadableHops],
  },
  {
    about: 'how the header Forwarded is read',
    file: 'test/http/forwarded-headers.ts',
    ids: /^forwarded-\d+$/,
    rows: forwardedHeaders,
  },
  {
    about: 'which options are refused at start',
    file: 'test/service/wrong-options.ts',
    ids: /^option-\d+$/,
    rows: wrongOptions,
  },
];
