import type { AuthError, EmailAuth } from '../../src/index.js';

/** An owner of an account, and where she usually is. */
export const ada = 'ada@example.com';
export const home = { ip: '192.0.2.1' };

/** Somebody else, with an account of her own, and what she can reach. */
export const eve = 'eve@example.com';
export const elsewhere = { ip: '198.51.100.66' };

/** The header of a request that brings a token. */
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** What an access token is refused for; null where it is accepted. */
export const failureOf = async (auth: EmailAuth, token: string): Promise<string | null> =>
  (await auth.authenticate(token, home)).failure;

/** An answer that never leaves, so that the mail waits. */
export const never = new Promise<never>(() => {});

/** Asks for a code: `accepted`, or the code of the refusal. */
export const askForMail = (auth: EmailAuth, identity: string, caller: object = home): Promise<string> =>
  auth.requestLoginCode(identity, { ...home, ...caller }).then(
    () => 'accepted',
    ({ code }: AuthError) => code,
  );
