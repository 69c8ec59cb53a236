import { causesOf, readProperty } from '../core/read-error.js';
import { readDeliveryError } from './delivery-error.js';
import { ofSilentApi, ofStatus } from './failure/api.js';
import { isUnsent, ofConnecting, ofLostConnection } from './failure/connection.js';
import { type DeliveryFailure, type Reading, unanswered, unknown } from './failure/failure.js';
import { ofSession } from './failure/session.js';
import { ofSeveral } from './failure/several.js';

export type { DeliveryFailure } from './failure/failure.js';

const asSaid: Reading = (error) => {
  const said = readDeliveryError(error);
  return said && { scope: said.scope, worthRetrying: !said.permanent };
};

const abortNames: ReadonlySet<unknown> = new Set(['DeadlineExceeded', 'AbortError']);
const abortCodes: ReadonlySet<unknown> = new Set(['EABORT', 'ABORT_ERR', 'ERR_CANCELED', 'UND_ERR_ABORTED']);

/** Our own deadline: a recipient whose server never answers causes it too. */
const ofAbort: Reading = (error) => {
  const isAbort = abortNames.has(readProperty(error, 'name')) || abortCodes.has(readProperty(error, 'code'));
  if (!isAbort) return null;
  return isUnsent(error) ? unknown : unanswered;
};

/** The first that says something is believed. */
const readings: readonly Reading[] = [
  asSaid,
  ofSeveral,
  ofAbort,
  ofSession,
  ofStatus,
  ofConnecting,
  ofSilentApi,
  ofLostConnection,
];

const firstOf = <Item, Result>(
  items: readonly Item[],
  find: (item: Item) => Result | null,
): Result | null => {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
};

/**
 * Reads the error of a delivery: a `DeliveryError`, nodemailer's, that of a client of an HTTP API, one of Node's, or one
 * that was caused by such. It takes whatever is thrown, and never throws itself.
 *
 * @param identity whom the message was for
 */
export const failureOf = (thrown: unknown, identity: string): DeliveryFailure => {
  const message = {
    needsUtf8: !/^[\0-\x7f]*$/.test(identity),
    byFetch: readProperty(thrown, 'name') === 'TypeError',
  };
  const read = (error: unknown) => firstOf(readings, (reading) => reading(error, message));
  return firstOf(causesOf(thrown), read) ?? unknown;
};
