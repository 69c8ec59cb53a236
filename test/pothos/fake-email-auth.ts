import type { LoginInput } from '../../src/code/login-input.js';
import { type Caller, parseCaller } from '../../src/core/caller.js';
import { type AuthFailure, defaultMessages } from '../../src/core/errors.js';
import type { EmailAuth } from '../../src/email-auth.js';
import type { ForPlugins } from '../../src/for-plugins.js';
import { createPerRequestLimit } from '../../src/limit/per-request.js';
import {
  type AuthState,
  createAuthState,
  isAuthState,
  type Presentation,
} from '../../src/token/auth-state.js';
import type { AuthTokens } from '../../src/token/auth-tokens.js';
import { createContextKey } from '../../src/token/context-key.js';

/** The claims of every caller in these tests. */
export interface Role {
  readonly role: 'admin' | 'user';
}

/** A clock that stands still until it is told otherwise; milliseconds since 1970. */
export interface FakeClock {
  (): number;
  now: number;
}

/** Starts at second 1,000. */
export const createClock = (): FakeClock => {
  const clock: FakeClock = Object.assign(() => clock.now, { now: 1_000_000 });
  return clock;
};

const systemPresentation: Presentation = {
  messageFor: (code) => defaultMessages[code],
  httpStatus: false,
};

/** The claims of ada, valid until second 1,300. */
export const adasClaims = {
  sub: 'ada@example.com',
  email: 'ada@example.com',
  sid: 'session',
  iat: 1000,
  exp: 1300,
  jti: 'token',
  role: 'admin',
} as const;

const caller = parseCaller({ ip: '192.0.2.1' });

/** The context of an authenticated request. */
export const asAda = (clock = createClock(), presentation: Presentation = systemPresentation) => ({
  auth: createAuthState<Role>(
    { claims: adasClaims, token: 'token', failure: null },
    { service: {}, clock, presentation, caller },
  ),
});

/** The context of a request whose token was not accepted. */
export const asNobody = (failure: AuthFailure = 'missing', presentation = systemPresentation) => ({
  auth: createAuthState<Role>(
    { claims: null, token: null, failure },
    { service: {}, clock: createClock(), presentation, caller },
  ) satisfies AuthState<Role>,
});

const tokens: AuthTokens<Role> = {
  accessToken: 'access',
  expiresIn: 300,
  refreshToken: 'refresh',
  refreshExpiresIn: 1_209_600,
  claims: adasClaims,
};

/** One call of the fake. */
export type Call =
  | ['requestLoginCode', string, Caller]
  | ['login', LoginInput, Caller]
  | ['refresh', string, Caller]
  | ['logout', string, Caller | undefined]
  | ['logoutEverywhere', string, Caller | undefined];

/** A service that remembers its calls, and refuses with `refusal` where a test has set one. */
export interface FakeEmailAuth extends EmailAuth<Role> {
  readonly calls: Call[];
  refusal: Error | null;
}

const notHere = (): never => {
  throw new Error('The plugin has no reason to call this.');
};

/** Makes a fake whose every answer is fixed. */
export const createFakeEmailAuth = (forPlugins: Partial<ForPlugins> = {}): FakeEmailAuth => {
  const answer = async <Answer>(call: Call, value: Answer): Promise<Answer> => {
    fake.calls.push(call);
    if (fake.refusal) throw fake.refusal;
    return value;
  };
  const fake: FakeEmailAuth = {
    calls: [],
    refusal: null,
    requestLoginCode: (identity, caller) =>
      answer(['requestLoginCode', identity, caller], {
        challenge: 'proof',
        expiresIn: 300,
        resendAfter: 60,
        codeLength: 6,
      }),
    login: (input, caller) => answer(['login', input, caller], tokens),
    refresh: (token, caller) => answer(['refresh', token, caller], tokens),
    logout: (token, caller) => answer(['logout', token, caller], true),
    logoutEverywhere: (identity, caller) => answer(['logoutEverywhere', identity, caller], 3),
    sessions: notHere,
    endSession: notHere,
    forget: notHere,
    export: notHere,
    updateClaims: notHere,
    authenticate: notHere,
    reportDelivery: notHere,
    jwks: notHere,
    fromRequest: notHere,
    context: notHere,
    graphqlWs: { onSubscribe: notHere, onPing: notHere },
    check: notHere,
    status: notHere,
    close: notHere,
    forPlugins: {
      identityArgument: 'email',
      challengeRequired: false,
      transport: 'bearer',
      presentation: systemPresentation,
      // Whoever is asAda() or asNobody() counts with every fake.
      owns: isAuthState,
      countAction: createPerRequestLimit({ login: 1, requestLoginCode: 1 }),
      endReplaced: notHere,
      reportMistake: () => {},
      warn: () => {},
      watch: notHere,
      contextKey: createContextKey(),
      ...forPlugins,
    },
  };
  return fake;
};
