import type { HttpWords } from '../core/http-words.js';
import type { NodeResponse } from './host-context.js';

/** What two operations of one request say together. */
export const both = (a: HttpWords, b: HttpWords): HttpWords => ({
  noStore: a.noStore || b.noStore || false,
  retryAfter: Math.max(a.retryAfter ?? 0, b.retryAfter ?? 0) || undefined,
  bearer: a.bearer === undefined ? b.bearer : a.bearer,
  setCookies: a.setCookies || b.setCookies ? { ...a.setCookies, ...b.setCookies } : undefined,
});

/**
 * Asks for a token. RFC 9110, section 15.5.2, wants that of every 401; RFC 6750, section 3, of every refusal for want of
 * one, and at least one parameter.
 */
const challengeOf = (bearer: HttpWords['bearer'], metadata: string | undefined): string => {
  const parameters = {
    realm: 'graphql',
    ...(bearer && { error: bearer }),
    ...(metadata !== undefined && { resource_metadata: metadata }),
  };
  return `Bearer ${Object.entries(parameters)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}`;
};

/**
 * The headers that say it.
 *
 * @param metadata - the address of the metadata of RFC 9728, where there is some
 */
export const headersOf = (
  { noStore, retryAfter, bearer }: HttpWords,
  metadata?: string,
): Readonly<Record<string, string>> => ({
  ...(noStore && { 'cache-control': 'no-store' }),
  ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  ...(bearer !== undefined && { 'www-authenticate': challengeOf(bearer, metadata) }),
});

/** Says it in the headers of Node's response, for servers that are not Yoga: until they have left. */
export const sayOn = (response: NodeResponse): ((words: HttpWords) => void) => {
  let said: HttpWords = {};
  return (words) => {
    said = both(said, words);
    if (response.headersSent) return;
    for (const [name, value] of Object.entries(headersOf(said))) response.setHeader?.(name, value);
  };
};
