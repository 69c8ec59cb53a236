import { readProperty } from '../../core/read-error.js';
import { everybody, type Reading, refused, unanswered, unknown } from './failure.js';

const isStatus = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 400 && value <= 599;

/** Where clients keep the status: wrappers of fetch, got, axios, the AWS SDK. */
const statusOf = (error: unknown): number | undefined =>
  [error, readProperty(error, 'response'), readProperty(error, '$metadata')]
    .flatMap((holder) => ['status', 'statusCode', 'httpStatusCode'].map((name) => readProperty(holder, name)))
    .find(isStatus);

const forEverybody: readonly number[] = [401, 402, 403, 407];
const withoutAnswer: readonly number[] = [408, 504];
const forNow: readonly number[] = [425, 429];

/** What an HTTP API answered. */
export const ofStatus: Reading = (error) => {
  const status = statusOf(error);
  if (status === undefined) return null;
  if (forEverybody.includes(status)) return everybody;
  if (withoutAnswer.includes(status)) return unanswered;
  // A recipient may have a rate of its own, or be what an API stumbles over.
  return status >= 500 || forNow.includes(status) ? unknown : refused(true);
};

const silentCodes: ReadonlySet<unknown> = new Set([
  ...['UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CLOSED'],
]);

/** An API that falls silent does so for everybody: it only takes messages, and the recipient's server is not waited for. */
export const ofSilentApi: Reading = (error) =>
  // TimeoutError: AbortSignal.timeout of the delivery's own fetch.
  readProperty(error, 'name') === 'TimeoutError' || silentCodes.has(readProperty(error, 'code'))
    ? { ...unanswered, scope: 'everybody' }
    : null;
