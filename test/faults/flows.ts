import {
  type Action,
  asks,
  asksWhoSheIs,
  bringsSpentCodes,
  changesClaims,
  endsHerFirstSession,
  getsNews,
  guessesWrong,
  isKeptOut,
  isRobbed,
  isToldToLeave,
  listsSessions,
  logsIn,
  logsOut,
  logsOutEverywhere,
  mistypes,
  refreshes,
  streamIsOver,
  subscribes,
  triesHerToken,
  triesOldAccessTokens,
  triesOldRefreshTokens,
  usesHerToken,
  waits,
} from './actions.js';

/** What somebody does, from the first request on to the end of the session, and once more. */
export interface Flow {
  readonly name: string;
  readonly actions: readonly Action[];
}

const comesBack = [waits(60), asks, logsIn, usesHerToken] as const;

export const life: Flow = {
  name: 'a session from its code to its end',
  actions: [
    ...[asks, guessesWrong('198.51.100.1'), mistypes(), logsIn, bringsSpentCodes, asksWhoSheIs],
    ...[subscribes, refreshes, getsNews, usesHerToken, waits(11), refreshes, getsNews],
    ...[logsOut, isToldToLeave, streamIsOver, triesOldAccessTokens, triesOldRefreshTokens],
    ...comesBack,
  ],
};

export const theft: Flow = {
  name: 'a session that is stolen',
  actions: [
    ...[asks, logsIn, subscribes, refreshes, usesHerToken, waits(11), isRobbed],
    ...[isToldToLeave, triesOldAccessTokens, triesOldRefreshTokens],
    ...comesBack,
  ],
};

const stranger = '198.51.100.1';

export const guessing: Flow = {
  name: 'codes that are guessed at',
  actions: [
    ...[asks, ...[1, 2, 3, 4].map(() => guessesWrong(stranger))],
    ...[isKeptOut(stranger, 'TOO_MANY_REQUESTS'), logsIn, usesHerToken, waits(60), asks],
    // Four tries of hers; those that all others share are none of hers.
    ...[1, 2, 3, 4].map((i) => mistypes(`203.0.113.${i}`)),
    isKeptOut('203.0.113.9', 'INVALID_LOGIN_CODE'),
    ...comesBack,
  ],
};

export const tidying: Flow = {
  name: 'two sessions',
  actions: [
    ...[asks, logsIn, waits(60), asks, logsIn, listsSessions(2), changesClaims, usesHerToken],
    ...[endsHerFirstSession, listsSessions(1), logsOutEverywhere, listsSessions(0)],
    ...[triesOldAccessTokens, triesOldRefreshTokens],
    ...comesBack,
  ],
};

/** For services that look at no sessions. */
export const unchecked: Flow = {
  name: 'a session that is not looked at',
  actions: [
    ...[asks, logsIn, refreshes, usesHerToken, waits(11), refreshes, logsOut, triesOldRefreshTokens],
    ...comesBack,
  ],
};

/** For sessions whose end is moved: they are as mortal after the first one. */
export const sliding: Flow = {
  name: 'a session whose end is moved',
  actions: [
    ...[asks, logsIn, waits(2000), refreshes, waits(1500), listsSessions(1), usesHerToken],
    ...[logsOutEverywhere, triesHerToken],
    ...comesBack,
  ],
};
