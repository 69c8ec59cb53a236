import { domainToASCII } from 'node:url';

/** Turns what a caller typed into the one spelling of an identity, or into null where it is none. */
export type ParseIdentity = (input: string) => string | null;

/** What GraphQL calls the identity, and what counts as one. */
export interface IdentityOptions {
  /** Name of the GraphQL argument. Default: `'email'`. */
  readonly argument?: string;
  /**
   * Normalises and validates the input: answers the one spelling that everything is keyed by and sent to, or null to
   * refuse it with `BAD_USER_INPUT`. Must answer its own answers unchanged. Default: `parseEmail`.
   */
  readonly parse?: ParseIdentity;
  /** wip */
  readonly mailbox?: (identity: string) => string;
}

/** RFC 5321, section 4.5.3.1: octets of a local part and of a whole address. */
const maxLocalPart = 64;
const maxAddress = 254;
/** Longer input is refused unread: normalising it would be work for an attacker's sake. */
const maxInput = 1024;

/** A dot-atom (RFC 5322, section 3.2.3), letters of any script included (RFC 6531); no quoting, so no comma or space. */
const localPart = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u;
/** What may go into the conversion of the domain; without this, `example.com/x` would come out as `example.com`. */
const rawDomain = /^[\p{L}\p{N}\p{M}.\u3002-]+$/u;
/** Letters, digits, hyphens (RFC 1123, section 2.1), at least two labels, the last one no number. */
const asciiDomain =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?![0-9]+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const octets = (text: string): number => Buffer.byteLength(text, 'utf8');

// Lower-casing can undo a normalisation (U+0130), so it is normalised once more.
const fold = (text: string): string => text.normalize('NFKC').toLowerCase().normalize('NFKC');

/**
 * Normalises an e-mail address and then validates it: trimmed, NFKC, lower case, the domain in punycode. In this order,
 * since U+FF20 becomes an `@` and the Kelvin sign a `k` only by being normalised. The answer is what is keyed and
 * what is mailed.
 *
 * @returns the address, or null where it is none
 */
export const parseEmail: ParseIdentity = (input) => {
  if (input.length > maxInput) return null;
  const [local, domain, ...more] = fold(input.trim()).split('@');
  if (local === undefined || domain === undefined || more.length > 0) return null;
  if (!localPart.test(local) || octets(local) > maxLocalPart || !rawDomain.test(domain)) return null;
  const ascii = domainToASCII(domain);
  const address = `${local}@${ascii}`;
  return asciiDomain.test(ascii) && octets(address) <= maxAddress ? address : null;
};

/** wip */
export const mailboxOf = (identity: string): string => identity.replace(/(?!^)\+[^@]*@/, '@');
