import { parseCookie } from 'cookie';

/** Node reads no header that is longer. */
const maxLength = 16_384;

/**
 * The values of cookies, by name; undefined for a name that was not sent. B4: null for one that comes twice: another host
 * below the same domain may have set one of them, and nobody can tell which.
 *
 * @param header - `Cookie` (RFC 6265bis, section 4.2)
 */
export const readCookies = (header: string | null): ReadonlyMap<string, string | null> => {
  const found = new Map<string, string | null>();
  if (header === null || header.length > maxLength) return found;
  for (const pair of header.split(';')) {
    // As it was sent: a token has nothing that would need decoding.
    for (const [name, value = ''] of Object.entries(parseCookie(pair, { decode: (text) => text }))) {
      found.set(name, found.has(name) ? null : value);
    }
  }
  return found;
};
