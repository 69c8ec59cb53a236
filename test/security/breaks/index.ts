import { addresses } from './addresses.js';
import type { Break } from './break.js';
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

/** A mistake for each guarantee at least. */
export const breaks: readonly Break[] = [
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
