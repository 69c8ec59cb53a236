import { accessTokenProfile } from './access-token-profile.js';
import { cookies } from './cookies.js';
import { http } from './http.js';
import { logins } from './logins.js';
import type { Requirement } from './requirement.js';
import { tokens } from './tokens.js';

/** What docs/standards.md calls met and no guarantee says. */
export const requirements: readonly Requirement[] = [
  ...logins,
  ...tokens,
  ...accessTokenProfile,
  ...http,
  ...cookies,
];
