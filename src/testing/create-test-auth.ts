import { generateKeyPairSync } from 'node:crypto';
import { parseEmail } from '../code/identity.js';
import type { AuthEvent } from '../core/events.js';
import { inProduction } from '../core/in-production.js';
import { once } from '../core/once.js';
import { createEmailAuth } from '../create-email-auth.js';
import type { LoginCodeMessage } from '../delivery/message.js';
import type { EmailAuth } from '../email-auth.js';
import type { LimitsOptions } from '../limit/limits.js';
import type { EmailAuthOptions } from '../options/email-auth-options.js';
import type { AuthState } from '../token/auth-state.js';
import type { AuthTokens } from '../token/auth-tokens.js';
import { createMailbox, type Mailbox, nothingCame, type Reason } from './mailbox.js';
import { createTestClock, type TestClock } from './test-clock.js';

/** Options of `createTestAuth`: those of `createEmailAuth`, but for what the test has in its hand. */
export type TestAuthOptions<Extra extends object = object, Args extends object = object> = Omit<
  EmailAuthOptions<Extra, Args>,
  'clock' | 'delivery'
>;

/** A service for tests, with what a test needs beside it. */
export interface TestAuth<Extra extends object = object, Args extends object = object> {
  readonly auth: EmailAuth<Extra, Args>;
  readonly mailbox: Mailbox<Args>;
  /** The service's clock: it stands still until `clock.advance(seconds)`. */
  readonly clock: TestClock;
  /** All events, oldest first. */
  readonly events: readonly AuthEvent[];
  /**
   * Logs somebody in: a session, and its tokens. Neither `guard` nor the mailbox notices.
   *
   * @param claims - in the place of what the `claims` option says of this identity, from now on
   * @throws {AuthError} `INVALID_LOGIN_CODE` where `claims` does not let the identity in
   * @throws {Error} where your own code failed: `cause` is what `claims` threw
   */
  tokensFor(identity: string, claims?: Extra): Promise<AuthTokens<Extra>>;
  /**
   * The `{ auth }` of a context, for `execute` of graphql: of somebody who is logged in.
   *
   * @param identity - null: of an anonymous caller
   */
  contextFor(identity: string | null, claims?: Extra): Promise<{ readonly auth: AuthState<Extra> }>;
}

const noLimits: LimitsOptions = {
  failuresPerIp: false,
  requestsPerIp: false,
  mailsPerIdentity: false,
  shortCodesPerIdentity: false,
  failuresPerIdentity: false,
  shortCodeFailures: false,
  perRequest: false,
};

/** One key for a whole process: making one takes longer than most tests. */
const signingKey = once(
  () => generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
);

const silent = { warn: () => {}, error: () => {} };
const ip = '127.0.0.1';

/**
 * Stands among the arguments of a login that a test wants to be over with, and takes its code. A symbol: no caller can
 * send one.
 */
const shortcut = Symbol('tokensFor');
type Shortcut = { readonly [shortcut]?: (code: string) => void };

/** What the host's own code did wrong, so that there is no code. */
const failureOf = ({ step, mistake, error }: Extract<AuthEvent, { type: 'code.delivery_failed' }>): string =>
  mistake ??
  {
    claims: 'the option claims failed',
    template: `the option mail.template failed: ${error}`,
    delivery: `it was dropped: ${error}`,
  }[step];

/**
 * Makes a service for tests: its limits and pauses are off, its key is made once for the process, its mails come to
 * `mailbox`, and it tells the terminal nothing. What you give takes the place of that.
 *
 * @throws {Error} where `NODE_ENV` is `production`
 * @throws {TypeError} naming the option that is wrong
 * @example
 * const { auth, contextFor } = createTestAuth({ claims: () => ({ role: 'user' }) });
 * const { data } = await execute({ schema, document, contextValue: await contextFor('ada@example.com') });
 */
export const createTestAuth = <Extra extends object = object, Args extends object = object>(
  options: TestAuthOptions<Extra, Args> = {},
): TestAuth<Extra, Args> => {
  if (inProduction()) {
    throw new Error('createTestAuth has no limits, so it is for tests alone: NODE_ENV is production here');
  }
  const { limits, loginCode, guard, claims, onEvent, identity: identityOptions } = options;
  const clock = createTestClock();
  const events: AuthEvent[] = [];
  const parse = identityOptions?.parse ?? parseEmail;
  const mailbox = createMailbox<Args>(parse);
  const claimsOf = new Map<string, Extra>();
  /** What `claims` threw last: a test may see it, and the events do not say. */
  const thrown = new Map<string, unknown>();
  /** Why the last code of an identity was not made. */
  const failures = new Map<string, Reason>();
  const deliver = async (message: LoginCodeMessage<Args>) => {
    const { [shortcut]: take }: Shortcut = message.request.args;
    if (take) take(message.code);
    else mailbox.receive(message);
  };
  const auth = createEmailAuth<Extra, Args>({
    signingKey: signingKey(),
    logger: silent,
    ...options,
    clock,
    limits: { ...noLimits, ...limits },
    loginCode: { resendAfter: 0, ...loginCode },
    delivery: Object.assign(deliver, { notify: mailbox.receiveNotice }),
    ...(guard && { guard: async (attempt) => (shortcut in attempt.args ? undefined : guard(attempt)) }),
    claims: async (who, info) => {
      thrown.delete(who);
      try {
        return claimsOf.get(who) ?? (claims ? await claims(who, info) : ({} as Extra));
      } catch (error) {
        thrown.set(who, error);
        throw error;
      }
    },
    onEvent: (event) => {
      events.push(event);
      if (event.type === 'code.withheld')
        mailbox.disappoint(event.identity, { why: 'the option claims has not let this identity in' });
      if (event.type === 'code.delivery_failed') {
        const reason = { why: failureOf(event), cause: thrown.get(event.identity) };
        failures.set(event.identity, reason);
        mailbox.disappoint(event.identity, reason);
      }
      onEvent?.(event);
    },
  });

  const tokensFor = async (given: string, extra?: Extra): Promise<AuthTokens<Extra>> => {
    const identity = parse(given) ?? given;
    if (extra !== undefined) claimsOf.set(identity, extra);
    let code = '';
    const args: Shortcut = {
      [shortcut]: (sent) => {
        code = sent;
      },
    };
    failures.delete(identity);
    const { challenge } = await auth.requestLoginCode(identity, { ip, args });
    // Now: nobody waits for what other mails are waiting for.
    await auth.close();
    const failure = failures.get(identity);
    if (code === '' && failure) throw nothingCame('No tokens were made', failure);
    return auth.login({ identity, code, challenge }, { ip, args });
  };

  return {
    auth,
    mailbox,
    clock,
    events,
    tokensFor,
    contextFor: async (identity, extra) => {
      const token = identity === null ? undefined : (await tokensFor(identity, extra)).accessToken;
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      return auth.context({ req: { headers } }, () => ip);
    },
  };
};
