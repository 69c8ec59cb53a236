import { type Loose, parseJson, readField } from './answers.js';
import type { Mutation } from './documents.js';
import type { Brought } from './transport.js';

/** Rejects as soon as it is given up, whatever comes of the promise: an answer that comes later is dropped. */
export const untilAborted = <Value>(
  promise: Promise<Value>,
  signal: AbortSignal | null | undefined,
): Promise<Value> =>
  new Promise((resolve, reject) => {
    const stop = () => reject(signal?.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop));
  });

/**
 * Sends a mutation of the server's, and answers with what `read` makes of its field.
 *
 * @throws {AuthClientError} where the server has refused, or did not answer the question. Errors of the network stay themselves
 */
export type Send = <Value>(
  mutation: Mutation,
  variables: Loose,
  read: (field: unknown) => Value | null,
  giveUp?: AbortController,
) => Promise<Value>;

/** After so many seconds without an answer, a request is given up. */
const patience = 10;

/** @param brought - what each request brings */
export const createSend =
  (url: string, fetchHere: typeof fetch, brought: Brought): Send =>
  async ({ field, query }, variables, read, giveUp = new AbortController()) => {
    const { signal } = giveUp;
    const tooLate = () =>
      giveUp.abort(new DOMException('The server did not answer in time.', 'TimeoutError'));
    const timer = setTimeout(tooLate, patience * 1000);
    const ask = async () => {
      const response = await fetchHere(url, {
        ...brought,
        method: 'POST',
        headers: { ...brought.headers, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query, variables }),
        signal,
      });
      return readField(parseJson(await response.text()), field, response.status, read);
    };
    try {
      return await untilAborted(ask(), signal);
    } finally {
      clearTimeout(timer);
    }
  };
