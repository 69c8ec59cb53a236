import type { decodeProtectedHeader } from 'jose';

/** Characters of the longest token. Node allows some 16,000 for all headers of a request together. */
export const maxTokenLength = 8000;

/**
 * T3: bytes have one spelling in base64url (RFC 4648, section 3.5): the bits that the last character has too many are 0.
 * Decoders ignore these bits, so without this a signature would verify in 16 spellings.
 */
export const canonical = '(?:[\\w-]{4})*(?:[\\w-][AQgw]|[\\w-]{2}[AEIMQUYcgkosw048])?';

// An empty signature is well-formed: that is what an unsecured JWS has (RFC 7515, appendix A.5).
const compactJws = new RegExp(`^(?!\\.)${canonical}\\.(?!\\.)${canonical}\\.${canonical}$`);

/** Whether a text can be a token (RFC 7515, section 7.1): three parts in canonical base64url, and not too long. */
export const isCompactJws = (text: string): boolean => text.length <= maxTokenLength && compactJws.test(text);

/**
 * The key that a token names; undefined where it names none, null where its header cannot be read.
 *
 * @param decode - jose's, which `./verify` loads at its start, and a server when there is a token
 */
export const readKid = (token: string, decode: typeof decodeProtectedHeader): string | undefined | null => {
  try {
    const header = decode(token);
    // An unencoded payload needs `crit` (RFC 7797, section 6), and a critical member is one that we do not know.
    return 'b64' in header || 'crit' in header ? null : header.kid;
  } catch {
    return null;
  }
};

/** Characters of so many bytes. */
export const base64urlLength = (bytes: number): number => Math.ceil((bytes * 4) / 3);

/** How long a signed token will be. */
export const compactLength = (header: object, payload: object, signatureBytes: number): number =>
  [header, payload]
    .map((part) => Buffer.byteLength(JSON.stringify(part), 'utf8'))
    .concat(signatureBytes)
    .reduce((length, bytes) => length + 1 + base64urlLength(bytes), -1);
