import { isObject } from './answers.js';
import type { AuthClient } from './auth-client.js';
import { startAge, wallClock } from './clock.js';
import { type CodeRequest, readCodeRequest } from './code-request.js';
import type { Documents } from './documents.js';
import type { Aged, Kept } from './kept.js';
import { createOneAtATime } from './one-at-a-time.js';
import type { Send } from './send.js';
import type { Session } from './session.js';
import type { Transport } from './transport.js';

/** What a login depends on. */
export interface SignInParts {
  readonly documents: Documents;
  readonly transport: Transport;
  readonly send: Send;
  readonly sessions: Kept<Session>;
  readonly codeRequests: Kept<CodeRequest>;
  /** Something has changed. */
  readonly tell: () => void;
}

/** From the address to the tokens, and back. */
export interface SignIn extends Pick<AuthClient, 'requestCode' | 'login' | 'logout'> {
  /** The request for a code that this page has made, or found after a reload. */
  readonly codeRequest: () => Aged<CodeRequest> | null;
}

/** Null where there is none, or its code is over. */
const findCodeRequest = (kept: Kept<CodeRequest>): Aged<CodeRequest> | null => {
  const found = kept.read();
  if (!found || found.age() < found.thing.expiresIn) return found;
  kept.remove();
  return null;
};

/** Makes what logs in and out. Requests run one at a time. */
export const createSignIn = (parts: SignInParts): SignIn => {
  const { documents, transport, send, sessions, codeRequests, tell } = parts;
  const work = createOneAtATime();
  // Each tab has its own. The storage is for reloads.
  let request = findCodeRequest(codeRequests);

  const forget = (): void => {
    request = null;
    codeRequests.remove();
  };

  const endAtServer = (session: Session): Promise<unknown> =>
    send(documents.logout, { token: session.refreshToken }, (done) => (done === true ? done : null));

  return {
    codeRequest: () => request,

    async requestCode(identity, args) {
      if (sessions.read()) throw new Error('Somebody is signed in: call logout() before requestCode().');
      await work.run(JSON.stringify(['requestCode', identity, args]), async (giveUp) => {
        const challenge = request?.thing.identity === identity ? request.thing.challenge : null;
        const sentAt = wallClock();
        const read = (value: unknown) => readCodeRequest({ ...(isObject(value) && value), identity });
        const answer = await send(documents.requestCode(args), { identity, challenge }, read, giveUp);
        const age = startAge(sentAt);
        // The code ends as if the server had answered at once; the pause begins as if it had answered just now.
        const thing = { ...answer, resendAfter: answer.resendAfter + Math.max(0, age()) };
        codeRequests.write(thing, sentAt);
        request = { thing, age };
        tell();
      });
    },

    login: (code, args) =>
      work.run(JSON.stringify(['login', code, args]), async (giveUp) => {
        if (!request) throw new Error('No code was asked for: call requestCode() before login().');
        const { identity, challenge } = request.thing;
        const sentAt = wallClock();
        const session = await send(
          documents.login(args),
          { identity, code, challenge },
          transport.readSession,
          giveUp,
        );
        const before = sessions.read()?.thing;
        sessions.write(session, sentAt);
        forget();
        tell();
        // Another tab was faster. Its session would live on, and nobody would have its tokens. Cookies are those of this login by now.
        if (before && !transport.isCookie) endAtServer(before).catch(() => {});
      }),

    async logout() {
      work.giveUp();
      const session = sessions.read()?.thing;
      if (session && transport.isCookie) await endAtServer(session);
      sessions.remove();
      forget();
      tell();
      if (session && !transport.isCookie) await endAtServer(session);
    },
  };
};
