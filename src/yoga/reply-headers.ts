import type { HttpWords } from '../core/http-words.js';
import { both, headersOf } from '../http/words-as-headers.js';
import { setHeader } from './set-header.js';

/** Collects what the headers of answers have to say, and says it when they leave. */
export interface ReplyHeaders {
  /**
   * To be told of each word about the answer to a request, which all operations of a batch share. A WebSocket has none, and
   * its answers no headers.
   */
  note(context: { readonly request?: object }, words: HttpWords): void;
  /** Writes what was noted into the answer to a request. */
  write(request: object, response: Response): void;
}

/** @param resourceMetadata - tells the address of the metadata of RFC 9728, where there is some */
export const createReplyHeaders = (resourceMetadata: () => string | undefined): ReplyHeaders => {
  const noted = new WeakMap<object, HttpWords>();
  return {
    note: ({ request }, words) => {
      if (request) noted.set(request, both(noted.get(request) ?? {}, words));
    },
    write: (request, response) => {
      const words = noted.get(request);
      if (!words) return;
      const { bearer = response.status === 401 ? null : undefined } = words;
      const said = headersOf({ ...words, bearer }, resourceMetadata());
      for (const [name, value] of Object.entries(said)) setHeader(response, name, value);
      for (const line of Object.values(words.setCookies ?? {})) response.headers.append('set-cookie', line);
    },
  };
};
