import { domainToASCII, domainToUnicode } from 'node:url';
import type { OptionTable } from '../core/option-table.js';
import { callable, matching } from '../core/validate.js';
import { trimFormatting, trimInvisible } from './invisible.js';

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
  /**
   * The mailbox that an identity is read in. Mails are counted per mailbox, so that the many addresses of one inbox have
   * no more mails an hour than one address. Called with an answer of `parse`; must answer with a text that is not empty.
   * Default: with `parseEmail`, the address without its `+tag` (`mailboxOf`); with another parser, the identity itself.
   */
  readonly mailbox?: (identity: string) => string;
}

/** RFC 5321, section 4.5.3.1: octets of a local part and of a whole address. */
const maxLocalPart = 64;
const maxAddress = 254;
/** Longer input is refused unread: normalising it would be work for an attacker's sake. */
const maxInput = 1024;

/** The at sign, and what NFKC makes one. */
const atSign = /[@\uFE6B\uFF20]/u;
/**
 * A dot-atom (RFC 5322, section 3.2.3), letters of any script included (RFC 6531); no quoting, so no comma or space.
 * Without `%` and `!`, which mail servers read as a route to another domain, and `|`, which names a program.
 */
const atoms = /^[\p{L}\p{N}\p{M}#$&'*+/=?^_`{}~-]+(?:\.[\p{L}\p{N}\p{M}#$&'*+/=?^_`{}~-]+)*$/u;
/** M1: mail servers read `/` as a file and `-` as an option. A mark would be drawn over what stands before the address. */
const badStart = /^[/\p{M}-]/u;
/** Two addresses that look the same would be two identities. */
const invisible = /[\p{Default_Ignorable_Code_Point}\u{16FE4}]/u;
/** What may go into the conversion of the domain; without this, `example.com/x` would come out as `example.com`. */
const rawDomain = /^(?:[A-Za-z0-9.-]|\P{ASCII})+$/u;
/** Letters, digits, hyphens (RFC 1123, section 2.1), at least two labels, the last one no number. */
const asciiDomain =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?![0-9]+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const octets = (text: string): number => Buffer.byteLength(text, 'utf8');

/** Lower-case letters that share their capital with another one: the final sigma, and historical Cyrillic forms. */
const variants = /[\u03C2\u1C80-\u1C88]/gu;
const finalSigma = /(?<=\p{L}\p{M}*)\u03C3(?![\p{L}\p{M}])/gu;

/**
 * NFKC, lower case. Letters that become one when a mail client writes them in capitals are one here too; a sigma at the
 * end of a word is written as Greeks write it, since that is how their mailboxes are named. Not so where capitals lose
 * what tells two mailboxes apart: ß is not `ss`, and the dotless ı is not `i`.
 */
const foldLocalPart = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(variants, (letter) => letter.toUpperCase().toLowerCase())
    // Lower-casing can undo a normalisation (U+0130), so it is normalised once more.
    .normalize('NFKC')
    .replace(finalSigma, '\u03C2');

const parseLocalPart = (text: string): string | null => {
  const folded = foldLocalPart(trimFormatting(text));
  if (!atoms.test(folded) || badStart.test(folded) || invisible.test(folded)) return null;
  return octets(folded) <= maxLocalPart ? folded : null;
};

/**
 * Whether every A-label is the one spelling of what it decodes to: `xn--example-.com` decodes to `example.com`, and
 * `xn--a.com` to nothing, which Node 24 says by leaving it as it is.
 */
const isCanonical = (domain: string): boolean => {
  const decoded = domainToUnicode(domain);
  return !/(?:^|\.)xn--/.test(decoded) && domainToASCII(decoded) === domain;
};

/** UTS 46, non-transitional, as `new URL` does it. */
const parseDomain = (text: string): string | null => {
  const trimmed = trimFormatting(text);
  if (!rawDomain.test(trimmed)) return null;
  // UTS 46 until Unicode 15 made `ss` of the capital: the answer must not depend on the version of Node.
  const ascii = domainToASCII(trimmed.replaceAll('\u1E9E', '\u00DF'));
  return asciiDomain.test(ascii) && isCanonical(ascii) ? ascii : null;
};

/**
 * Normalises an e-mail address and then validates it: without the invisible characters around it, the local part in NFKC
 * and lower case, the domain in A-labels. In this order, since U+FF20 becomes an `@`, U+FF05 a `%` and the Kelvin sign a
 * `k` only by being normalised. M1: the answer is what is keyed and, letter for letter, what is mailed.
 *
 * @returns the address, or null where it is none, or where a mail server could take it for another mailbox
 * @example
 * parseEmail(' Ada.Lovelace@EXAMPLE.com '); // 'ada.lovelace@example.com'
 * parseEmail('ada@localhost'); // null
 */
export const parseEmail: ParseIdentity = (input) => {
  if (input.length > maxInput) return null;
  const [localText, domainText, ...more] = trimInvisible(input).split(atSign);
  if (localText === undefined || domainText === undefined || more.length > 0) return null;
  const local = parseLocalPart(localText);
  const domain = parseDomain(domainText);
  if (local === null || domain === null) return null;
  const address = `${local}@${domain}`;
  return octets(address) <= maxAddress ? address : null;
};

/**
 * The mailbox of an answer of `parseEmail`: without its `+tag`, which begins at a plus that is not the first character.
 *
 * @example
 * mailboxOf('ada+shop@example.com'); // 'ada@example.com'
 */
export const mailboxOf = (address: string): string => {
  const plus = address.indexOf('+', 1);
  const at = address.lastIndexOf('@');
  return plus > 0 && plus < at ? address.slice(0, plus) + address.slice(at) : address;
};

/** Who receives for an identity: the domain of an address. Without one, such as a phone number, it stands for itself. */
export const domainOf = (identity: string): string => identity.slice(identity.lastIndexOf('@') + 1);

/** The `identity` option, row by row. */
export const identityTable = {
  argument: {
    check: matching(/^(?!__|code$|challenge$)[_A-Za-z]\w*$/, 'a GraphQL name other than code and challenge'),
    default: 'email',
  },
  parse: { check: callable, default: parseEmail },
  // With `parseEmail`, `mailboxOf`: only of what that parser answers is it known where a tag begins.
  mailbox: { check: callable, default: undefined },
} satisfies OptionTable<IdentityOptions>;
