import { wrongCode } from '../support/service.js';
import { identity, outcomeOf, owner, type Visit } from './visit.js';

/** What has gone wrong so far, as far as it decides which outcome is right. */
export interface Situation {
  /** In this action. */
  readonly met: { readonly cache: boolean; readonly mail: boolean; readonly claims: boolean };
  /** In this action, and it may have changed something. */
  readonly mayHaveHappened: boolean;
  /** The same, in this action or before. */
  readonly mayHaveHappenedBefore: boolean;
  /** Before: the mail server has failed, and nobody has found out yet that it is back. */
  readonly mailHasFailed: boolean;
}

/** Something that somebody does. */
export interface Action {
  readonly name: string;
  readonly act: (visit: Visit) => Promise<string>;
  /** What it comes to. */
  readonly usual: string;
  /** How often it does what it does where nothing goes wrong. Default: 1. */
  readonly times?: (visit: Visit) => number;
  /** What it may come to where something went wrong, and what is done then; null: it is done again. */
  readonly otherwise?: (
    outcome: string,
    situation: Situation,
    visit: Visit,
  ) => readonly Action[] | null | undefined;
}

const lastOf = <Item>(items: readonly Item[]): Item => {
  const last = items.at(-1);
  if (last === undefined) throw new Error('There is none yet.');
  return last;
};

/** The first that is not as expected, else the last. */
const all = async (expected: string, works: readonly (() => Promise<string>)[]): Promise<string> => {
  for (const work of works) {
    const outcome = await work();
    if (outcome !== expected) return outcome;
  }
  return expected;
};

export const waits = (seconds: number): Action => ({
  name: `waits ${seconds} s`,
  usual: 'ok',
  act: async ({ clock }) => {
    clock.advance(seconds);
    return 'ok';
  },
});

const waitsAsTold: Action = {
  name: 'waits as told',
  usual: 'ok',
  act: async ({ clock, retryAfter }) => {
    clock.advance(retryAfter);
    return 'ok';
  },
};

/** Asks for a code, and looks for the mail. */
export const asks: Action = {
  name: 'asks for a code',
  usual: 'mailed',
  act: async (visit) => {
    const before = visit.arrived.length;
    const outcome = await outcomeOf(visit, visit.auth.requestLoginCode(identity, owner), ({ challenge }) =>
      visit.challenges.push(challenge),
    );
    await visit.auth.close();
    if (outcome !== 'ok') return outcome;
    return visit.arrived.length > before ? 'mailed' : 'no mail';
  },
  otherwise: (outcome, { met, mayHaveHappened, mailHasFailed }, { options }) => {
    // At once: nobody waits for a mail that has failed.
    if (outcome === 'no mail') return met.mail || met.claims ? null : undefined;
    // It was counted, although nobody could tell.
    if (outcome === 'TOO_MANY_REQUESTS') return mayHaveHappened ? [waits(60), asks] : undefined;
    if (outcome === 'DELIVERY_UNAVAILABLE') {
      if (options.mode === 'await' && met.mail) return [waitsAsTold, asks];
      return mailHasFailed ? [waitsAsTold, asks] : undefined;
    }
    return undefined;
  },
};

/** Logs in with the code of the last mail. */
export const logsIn: Action = {
  name: 'logs in',
  usual: 'ok',
  act: async (visit) => {
    const { code } = lastOf(visit.arrived);
    const guess = { identity, code, challenge: lastOf(visit.challenges) };
    return outcomeOf(visit, visit.auth.login(guess, owner), (tokens) => {
      visit.spent.push(code);
      visit.tokens.push(tokens);
    });
  },
  otherwise: (outcome, { met, mayHaveHappened }, visit) => {
    // It was spent, although nobody could tell; or it could not be given back.
    if (outcome !== 'INVALID_LOGIN_CODE' || !(mayHaveHappened || (met.cache && met.claims))) return undefined;
    visit.spent.push(lastOf(visit.arrived).code);
    return [waits(60), asks, logsIn];
  },
};

/** A guess that nobody was answered has counted. */
const blockedEarlier: Action['otherwise'] = (outcome, { mayHaveHappenedBefore }) =>
  outcome === 'TOO_MANY_REQUESTS' && mayHaveHappenedBefore ? [] : undefined;

/** Somebody guesses wrong, without the challenge. */
export const guessesWrong = (ip: string): Action => ({
  name: `guesses wrong from ${ip}`,
  usual: 'INVALID_LOGIN_CODE',
  act: (visit) =>
    outcomeOf(visit, visit.auth.login({ identity, code: wrongCode(lastOf(visit.arrived).code) }, { ip })),
  otherwise: blockedEarlier,
});

/** The same, with the challenge of the last code. */
export const mistypes = (ip = owner.ip): Action => ({
  name: `mistypes at ${ip}`,
  usual: 'INVALID_LOGIN_CODE',
  act: (visit) => {
    const guess = {
      identity,
      code: wrongCode(lastOf(visit.arrived).code),
      challenge: lastOf(visit.challenges),
    };
    return outcomeOf(visit, visit.auth.login(guess, { ip }));
  },
  otherwise: blockedEarlier,
});

/** Somebody has the right code, and is not let in. */
export const isKeptOut = (ip: string, usual: 'INVALID_LOGIN_CODE' | 'TOO_MANY_REQUESTS'): Action => ({
  name: `brings the right code from ${ip}`,
  usual,
  act: (visit) => {
    const guess = { identity, code: lastOf(visit.arrived).code, challenge: lastOf(visit.challenges) };
    return outcomeOf(visit, visit.auth.login(guess, { ip }));
  },
});

/** Somebody has read the mails, too late. */
export const bringsSpentCodes: Action = {
  name: 'brings spent codes',
  usual: 'INVALID_LOGIN_CODE',
  times: ({ spent }) => spent.length,
  act: (visit) =>
    all(
      'INVALID_LOGIN_CODE',
      visit.spent.map(
        (code) => () => outcomeOf(visit, visit.auth.login({ identity, code }, { ip: '203.0.113.66' })),
      ),
    ),
};

export const asksWhoSheIs: Action = {
  name: 'asks who she is',
  usual: identity,
  act: (visit) => visit.me(lastOf(visit.tokens).accessToken),
};

export const usesHerToken: Action = {
  name: 'uses her token',
  usual: identity,
  act: (visit) => visit.whoIs(lastOf(visit.tokens).accessToken),
};

export const subscribes: Action = {
  name: 'subscribes',
  usual: 'news',
  act: async (visit) => {
    visit.stream = await visit.subscribe(lastOf(visit.tokens).accessToken);
    visit.publish();
    const { value, done } = await visit.stream.next();
    const told = done ? 'done' : visit.tell(value);
    if (/^\d+$/.test(told)) return 'news';
    await visit.stream.return(undefined);
    return told;
  },
};

const nextEvent = async ({ stream, publish, tell }: Visit): Promise<string> => {
  publish();
  const result = await stream?.next();
  const told = result === undefined || result.done ? 'done' : tell(result.value);
  return /^\d+$/.test(told) ? 'news' : told;
};

export const getsNews: Action = { name: 'gets news', usual: 'news', act: nextEvent };
export const isToldToLeave: Action = {
  name: 'is told that her session has ended',
  usual: 'UNAUTHENTICATED revoked',
  act: nextEvent,
};
export const streamIsOver: Action = { name: 'gets no more news', usual: 'done', act: nextEvent };

export const refreshes: Action = {
  name: 'refreshes',
  usual: 'ok',
  act: async (visit) =>
    outcomeOf(visit, visit.auth.refresh(lastOf(visit.tokens).refreshToken, owner), (tokens) =>
      visit.tokens.push(tokens),
    ),
  // Without looks at sessions, nobody knows that an answer was lost.
  otherwise: (outcome, { mayHaveHappened }, { options: { checkSession, outage } }) =>
    outcome === 'INVALID_REFRESH_TOKEN reused' && mayHaveHappened && !checkSession && outage > 10
      ? [waits(60), asks, logsIn]
      : undefined,
};

export const changesClaims: Action = {
  name: 'changes her claims',
  usual: 'ok',
  act: async (visit) => {
    const { refreshToken } = lastOf(visit.tokens);
    return outcomeOf(visit, visit.auth.updateClaims(refreshToken, { org: 'other' }, owner), (tokens) =>
      visit.tokens.push(tokens),
    );
  },
};

export const logsOut: Action = {
  name: 'logs out',
  usual: 'ok',
  act: async (visit) => outcomeOf(visit, visit.auth.logout(lastOf(visit.tokens).refreshToken)),
};

export const logsOutEverywhere: Action = {
  name: 'logs out everywhere',
  usual: 'ok',
  act: async (visit) => outcomeOf(visit, visit.auth.logoutEverywhere(identity)),
};

/** Ends the session before this one. */
export const endsHerFirstSession: Action = {
  name: 'ends her first session',
  usual: 'ok',
  act: async (visit) => {
    const sid = visit.tokens[0]?.claims.sid ?? '';
    return outcomeOf(visit, visit.auth.endSession(identity, sid));
  },
};

export const listsSessions = (count: number): Action => ({
  name: 'lists her sessions',
  usual: `${count} sessions`,
  act: async (visit) => {
    let found = '';
    const outcome = await outcomeOf(visit, visit.auth.sessions(identity), (sessions) => {
      const hers = new Set(visit.tokens.map(({ claims }) => claims.sid));
      // One whose answer was lost is nobody's.
      found = `${sessions.filter(({ id }) => hers.has(id)).length} sessions`;
    });
    return outcome === 'ok' ? found : outcome;
  },
});

/** A thief has her first refresh token. */
export const isRobbed: Action = {
  name: 'is robbed',
  usual: 'INVALID_REFRESH_TOKEN reused',
  act: (visit) =>
    outcomeOf(visit, visit.auth.refresh(visit.tokens[0]?.refreshToken ?? '', { ip: '198.51.100.66' })),
  otherwise: (outcome, { mayHaveHappened }) =>
    outcome === 'INVALID_REFRESH_TOKEN revoked' && mayHaveHappened ? [] : undefined,
};

export const triesHerToken: Action = {
  name: 'tries her token',
  usual: 'UNAUTHENTICATED revoked',
  act: (visit) => visit.whoIs(lastOf(visit.tokens).accessToken),
};

/** Nothing of what she had before is good for anything. */
export const triesOldAccessTokens: Action = {
  name: 'tries old access tokens',
  usual: 'UNAUTHENTICATED revoked',
  act: (visit) =>
    all(
      'UNAUTHENTICATED revoked',
      visit.tokens.map(
        ({ accessToken }) =>
          () =>
            visit.whoIs(accessToken),
      ),
    ),
};

export const triesOldRefreshTokens: Action = {
  name: 'tries old refresh tokens',
  usual: 'INVALID_REFRESH_TOKEN revoked',
  act: (visit) =>
    all(
      'INVALID_REFRESH_TOKEN revoked',
      visit.tokens.map(
        ({ refreshToken }) =>
          () =>
            outcomeOf(visit, visit.auth.refresh(refreshToken, owner)),
      ),
    ),
};
