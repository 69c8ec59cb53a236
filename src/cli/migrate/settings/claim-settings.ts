import { reservedClaims } from '../../../token/claims.js';
import { callback, texts } from '../kinds.js';
import { quoteAll, quoteName } from '../quote.js';
import { type Change, type Given, option, readIn, type Setting, setting, todo } from '../setting.js';

const most = 10;
const isFree = (name: string): boolean =>
  name.trim() !== '' && name !== '__proto__' && !reservedClaims.includes(name);
const freeOf = (names: readonly string[]): readonly string[] =>
  [...new Set(names)].filter(isFree).slice(0, most);

/** Nobody gets in before somebody has written it: with the claims left out, everybody would. */
const claims = (given: Given): readonly Change[] => {
  const expected = freeOf(readIn(given, 'EXPECTED_CLAIMS', texts) ?? []);
  const members = expected.map((name) => `${quoteName(name)}: unknown`).join('; ');
  const type = members === '' ? 'object' : `{ ${members} }`;
  return [
    option('claims', `async (): Promise<${type} | null> => null`),
    todo('As printed, claims lets nobody in. Return the claims of those who may log in: docs/claims.md'),
  ];
};

/** What is left out has a name of ours, or is one too many. */
const namesFor = (name: string, names: readonly string[]): readonly Change[] => {
  const free = freeOf(names);
  const reserved = todo(
    `At most ${most} names, and none that the library sets itself: ${reservedClaims.join(', ')}.`,
  );
  return [
    ...(free.length > 0 ? [option(name, quoteAll(free))] : []),
    ...(free.length === names.length ? [] : [reserved]),
  ];
};

/** Who may log in, and what their tokens say. */
export const claimSettings: Readonly<Record<string, Setting>> = {
  LOGIN_VALIDATION_AND_DATA_CALLBACK: setting({
    standard: "'jwt_email_auth.utils.validate_login_and_provide_login_data'",
    ours: '`claims`. Return null where it raised. It is asked before the mail, at login and at refresh',
    kind: callback,
    become: (_, given) => claims(given),
  }),
  USER_CHECK_CALLBACK: setting({
    standard: "'jwt_email_auth.utils.user_check_callback'",
    ours: "`claims`, with `phase: 'refresh'`. It is always asked. There, only if the client sent `user_check`",
    kind: callback,
    become: (_, given) => claims(given),
  }),
  EXPECTED_CLAIMS: setting({
    standard: '[]',
    ours: '`expectedClaims`. What goes into a token is what `claims` returns, all of it',
    kind: texts,
    become: (names, given) => [...namesFor('expectedClaims', names), ...claims(given)],
  }),
  UPDATEABLE_CLAIMS: setting({
    standard: '[]',
    ours: '`updatableClaims`, for `auth.updateClaims`',
    kind: texts,
    become: (names) => namesFor('updatableClaims', names),
  }),
};
