import { generateKeyPairSync } from 'node:crypto';
import {
  type AuthError,
  type AuthEvent,
  createEmailAuth,
  type EmailAuth,
  type EmailAuthOptions,
  type LoginCodeMessage,
} from '../../src/index.js';
import { createFakeClock } from './fake-clock.js';

export const createSigningKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;

/** One key for a whole test file: making one is slower than most tests. */
export const signingKey = createSigningKey();

/** All limits off, for tests in which something else is the subject. */
export const noLimits = {
  failuresPerIp: false,
  requestsPerIp: false,
  mailsPerIdentity: false,
  shortCodesPerIdentity: false,
  failuresPerIdentity: false,
  shortCodeFailures: false,
  perRequest: false,
} as const;

/** A service with a fake clock and a captured mailbox. `create` may put it into a server. */
export const createTestAuth = <Extra extends object = object>(
  options: EmailAuthOptions<Extra> = {},
  create: (options: EmailAuthOptions<Extra>) => EmailAuth<Extra> = createEmailAuth,
) => {
  const clock = createFakeClock();
  const mailbox: LoginCodeMessage[] = [];
  const events: AuthEvent[] = [];
  const auth = create({
    clock,
    signingKey,
    delivery: async (message) => void mailbox.push(message),
    onEvent: (event) => events.push(event),
    ...options,
  });
  /** Asks for a code and reads the mail. */
  const askForCode = async (identity: string, ip: string | null = '192.0.2.1') => {
    const { challenge } = await auth.requestLoginCode(identity, { ip });
    await auth.close();
    const code = mailbox.at(-1)?.code;
    if (code === undefined) throw new Error('no mail');
    return { challenge, code };
  };
  /** Logs in the short way. */
  const logIn = async (identity: string, ip: string | null = '192.0.2.1') => {
    const { challenge, code } = await askForCode(identity, ip);
    return auth.login({ identity, code, challenge }, { ip });
  };
  return { auth, clock, mailbox, events, askForCode, logIn };
};

/** What an outcome comes to: `ok`, or the reason of its refusal, or its code. */
export const reasonOf = (outcome: Promise<unknown>): Promise<string> =>
  outcome.then(
    () => 'ok',
    (error: AuthError) => error.reason ?? error.code,
  );

/** A code of the same length that is wrong for sure. */
export const wrongCode = (code: string): string =>
  String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');
