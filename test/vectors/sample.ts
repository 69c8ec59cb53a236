import type { SessionClaims } from '../../src/token/token.js';

export const sampleClock = () => 1_767_225_600_000;

/** What a token of ours claims that lives at that time. */
export const sampleClaims: SessionClaims = {
  ...{ sub: 'ada@example.com', email: 'ada@example.com', sid: 's', jti: 'j', gen: 1 },
  ...{ iat: sampleClock() / 1000, exp: sampleClock() / 1000 + 300 },
};
