import type { Guarantee } from '../guarantee.js';
import { addresses } from './addresses.js';
import { cache } from './cache.js';
import { codes } from './codes.js';
import { delivery } from './delivery.js';
import { enumeration } from './enumeration.js';
import { host } from './host.js';
import { limits } from './limits.js';
import { mailboxes } from './mailboxes.js';
import { marks } from './marks.js';
import { secrets } from './secrets.js';
import { sessions } from './sessions.js';
import { tokens } from './tokens.js';

/** Every line of SECURITY.md, in its order. */
export const guarantees: readonly Guarantee[] = [
  ...codes,
  ...limits,
  ...enumeration,
  ...addresses,
  ...delivery,
  ...tokens,
  ...sessions,
  ...marks,
  ...cache,
  ...mailboxes,
  ...host,
  ...secrets,
];
