import type { OptionTable } from '../core/option-table.js';
import { boolean, type Check, list, matching, oneOf } from '../core/validate.js';
import { wrongString } from '../core/wrong-value.js';

/** How the tokens of browsers travel. */
export type Transport = 'bearer' | 'cookie' | 'either';

/** The `cookies` option of `createEmailAuth`. */
export interface CookieOptions {
  /** The name of the cookie with the access token, without a prefix: the library adds the strongest. Default: `'access'`. */
  readonly access?: string;
  /** The name of the cookie with the refresh token, without a prefix. Default: `'refresh'`. */
  readonly refresh?: string;
  /**
   * Sends the cookies to all hosts below this domain, too. Then each of them can set cookies of these names, and the prefix
   * is `__Secure-`. Default: none, the cookies belong to the host that sets them.
   */
  readonly domain?: string;
  /**
   * Sends the cookies to paths below this one only. Then the prefix is `__Secure-`, and other hosts below the same domain can
   * set cookies of these names. Default: `'/'`.
   */
  readonly path?: string;
  /**
   * From where browsers send the cookies at all (RFC 6265bis, section 5.2): `'lax'` from your own site and when somebody
   * follows a link, `'strict'` from your own site only, `'none'` from everywhere. Default: `'lax'`.
   */
  readonly sameSite?: 'lax' | 'strict' | 'none';
  /**
   * The origins of your pages, where they differ from the origin of this server: `https://app.example.com`. Cookies count in
   * their requests too, and they may read the answers. Default: none.
   */
  readonly origins?: readonly string[];
  /**
   * Lets cookies travel over plain http, for development: they have no prefix and no `Secure`. Refused in production.
   * Default: `false`.
   */
  readonly insecure?: boolean;
}

/** A token of RFC 9110, section 5.6.2, as RFC 6265bis, section 4.1.1, wants it. */
const token = matching(
  /^[\w!#$%&'*+.^`|~-]{1,64}$/,
  'up to 64 letters, digits or marks that a cookie name may have',
);

const cookieName: Check = (value, option) => {
  token(value, option);
  if (/^__(host|secure|http)-/i.test(String(value))) {
    throw new TypeError(
      `${option} must be without a prefix: the library adds the strongest that browsers take`,
    );
  }
};

/**
 * Browsers drop a cookie whose domain is an address, or one label such as `localhost`. What ends in a number, hexadecimal too, is
 * an address to them (URL Standard).
 */
const domainName = matching(
  /^(?=.{3,253}$)(?!.*\.(\d+|0x[\da-f]*)$)[a-z\d]([a-z\d-]{0,61}[a-z\d])?(\.[a-z\d]([a-z\d-]{0,61}[a-z\d])?)+$/i,
  'a domain such as example.com, without a dot in front',
);

const path = matching(/^\/[\x21-\x3a\x3d-\x7e]{0,255}$/, 'a path that begins with /');

const isOrigin = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^https?:/.test(value) &&
  URL.canParse(value) &&
  new URL(value).origin === value;

const origin: Check = (value, option) => {
  if (!isOrigin(value))
    throw wrongString(option, 'an origin such as https://app.example.com, without anything behind it', value);
};

const noOrigins: readonly never[] = Object.freeze([]);

/** The `cookies` option, row by row. */
export const cookieTable = {
  access: { check: cookieName, default: 'access' },
  refresh: { check: cookieName, default: 'refresh' },
  domain: { check: domainName, default: undefined },
  path: { check: path, default: '/' },
  sameSite: { check: oneOf('lax', 'strict', 'none'), default: 'lax' },
  origins: { check: list(origin, 'origins', { min: 0, max: 100 }), default: noOrigins },
  insecure: { check: boolean, default: false },
} satisfies OptionTable<CookieOptions>;
