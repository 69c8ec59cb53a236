import { addresses } from './addresses.js';
import type { Break } from './break.js';
import { cache } from './cache.js';
import { codes } from './codes.js';
import { cookies } from './cookies.js';
import { delivery } from './delivery.js';
import { encryption } from './encryption.js';
import { endpoints } from './endpoints.js';
import { enumeration } from './enumeration.js';
import { guard } from './guard.js';
import { host } from './host.js';
import { limits } from './limits.js';
import { mailboxes } from './mailboxes.js';
import { mails } from './mails.js';
import { marks } from './marks.js';
import { reviewAccountCodes } from './review-accounts.js';
import { secrets } from './secrets.js';
import { sessions } from './sessions.js';
import { tokens } from './tokens.js';

/** A mistake for each guarantee at least. */
export const breaks: readonly Break[] = [
  ...codes,
  ...reviewAccountCodes,
  ...limits,
  ...enumeration,
  ...guard,
  ...addresses,
  ...delivery,
  ...tokens,
  ...encryption,
  ...sessions,
  ...cookies,
  ...marks,
  ...endpoints,
  ...cache,
  ...mailboxes,
  ...mails,
  ...host,
  ...secrets,
];
