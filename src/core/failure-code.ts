import { meaningOfFailure } from './meaning-of-failure.js';
import { causesOf, readProperty } from './read-error.js';

/** How Redis begins its refusals: https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors */
const redisWord =
  /\b(NOPERM|WRONGPASS|NOAUTH|OOM|READONLY|MISCONF|LOADING|MASTERDOWN|CLUSTERDOWN|CROSSSLOT|TRYAGAIN|NOREPLICAS|NOPROTO|BUSY)\b/;

/** What Redis says in place of `NOPERM` where a command or a key is refused inside a script. */
const refusedInScript = /user executing the script can't|ACL failure in script/;

/** What Redis says in place of `WRONGPASS` where a client has a password, and the server none. */
const needsNoPassword = /^ERR AUTH .*without any password configured/;

const ofMessage = (message: unknown): string | undefined => {
  if (typeof message !== 'string') return undefined;
  if (refusedInScript.test(message)) return 'NOPERM';
  if (needsNoPassword.test(message)) return 'WRONGPASS';
  return redisWord.exec(message)?.[1] ?? (message.startsWith('ERR ') ? 'ERR' : undefined);
};

const isCode = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Z][A-Z\d_]{1,63}$/.test(value);

const ofOne = (error: unknown): string | undefined => {
  // nodemailer keeps the code of the system beside its own, which says less.
  const code = [readProperty(error, 'originalCode'), readProperty(error, 'code')].find(isCode);
  if (code !== undefined) return code;
  return readProperty(error, 'name') === 'DeadlineExceeded'
    ? 'ETIMEDOUT'
    : ofMessage(readProperty(error, 'message'));
};

/** node-redis says some things by the class alone: `RootNodesUnavailableError`. */
const ofClass = (error: unknown): string | undefined => {
  const name = readProperty(readProperty(error, 'constructor'), 'name');
  return typeof name === 'string' && /^[A-Z][A-Za-z\d]{1,50}Error$/.test(name) ? name : undefined;
};

/**
 * The one word that says why a cache, a mail server or a key failed: `ECONNREFUSED`, `WRONGPASS`, `NOPERM`, `EAUTH`.
 * Where the error has no such word, its class; `UNKNOWN` where that says nothing either. Nothing else of it is told.
 */
export const failureCode = (thrown: unknown): string => {
  for (const error of causesOf(thrown)) {
    const code = ofOne(error);
    if (code !== undefined) return code;
  }
  return ofClass(thrown) ?? 'UNKNOWN';
};

/** What can be out of order. */
export type FailedPart = 'cache' | 'keys' | 'mail';

/** The cause of an `AuthError`, for operators: what is out of order, in one word why, and what to do. */
export interface OperatorCause extends Error {
  readonly part: FailedPart;
  /** Such as `ECONNREFUSED`, `WRONGPASS`, `NOPERM`, `ETIMEDOUT`; `UNKNOWN` where nothing says. */
  readonly code: string;
}

const nouns: Readonly<Record<FailedPart, string>> = {
  cache: 'The cache',
  keys: 'A signing key',
  mail: 'The mail server',
};

/** X1: a new error, without the one it stands for: clients of caches and mail servers quote passwords, URLs and addresses. */
export const operatorCause = (part: FailedPart, code: string): OperatorCause => {
  const meaning = meaningOfFailure(code);
  const message = `${nouns[part]} failed: ${code}.${meaning === undefined ? '' : ` ${meaning}.`}`;
  return Object.assign(new Error(message), { part, code });
};
