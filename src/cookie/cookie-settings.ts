import { inProduction } from '../core/in-production.js';
import { fillIn } from '../core/option-table.js';
import { refuseIf } from '../core/refuse-if.js';
import { type CookieOptions, cookieTable, type Transport } from './cookie-options.js';

/** What every cookie of ours says beside its value. */
export interface CookieAttributes {
  readonly httpOnly: true;
  readonly secure: boolean;
  readonly sameSite: 'lax' | 'strict' | 'none';
  readonly path: string;
  readonly domain?: string;
}

/** How tokens travel in cookies. */
export interface CookieSettings {
  readonly transport: 'cookie' | 'either';
  /** The names as they travel. */
  readonly access: string;
  readonly refresh: string;
  readonly attributes: CookieAttributes;
  readonly origins: readonly string[];
  /** Which scheme the origin of an own page has. */
  readonly schemes: readonly ('https' | 'http')[];
  /** Characters that a token may have. */
  readonly maxTokenLength: number;
}

/** Octets of name and value: browsers drop what is longer (RFC 6265bis, section 5.6). */
const maxCookie = 4096;

/** Browsers take `__Host-` with Secure, the path / and no domain only (RFC 6265bis, section 4.1.3). */
const prefixOf = (insecure: boolean, domain: string | undefined, path: string): string => {
  if (insecure) return '';
  return domain === undefined && path === '/' ? '__Host-' : '__Secure-';
};

/**
 * Reads `transport` and `cookies`, which depend on one another.
 *
 * @returns undefined where tokens do not travel in cookies
 * @throws {TypeError} for a combination that browsers drop, or that is not safe
 */
export const readCookieSettings = (
  transport: Transport,
  given: CookieOptions,
): CookieSettings | undefined => {
  if (transport === 'bearer') {
    refuseIf(Object.keys(given).length > 0, "cookies needs transport: 'cookie' or 'either'");
    return undefined;
  }
  const { access, refresh, domain, path, sameSite, origins, insecure } = fillIn(cookieTable, given);
  refuseIf(insecure && inProduction(), 'cookies.insecure is refused in production (NODE_ENV)');
  refuseIf(access === refresh, 'cookies.access and cookies.refresh must differ');
  refuseIf(
    insecure && sameSite === 'none',
    "cookies.sameSite cannot be 'none' with cookies.insecure: browsers drop such cookies",
  );
  const plain = insecure ? undefined : origins.find((each) => each.startsWith('http:'));
  refuseIf(plain !== undefined, `cookies.origins: ${plain} is plain http, which needs cookies.insecure`);
  const prefix = prefixOf(insecure, domain, path);
  const names = [access, refresh].map((name) => prefix + name);
  return Object.freeze({
    transport,
    access: prefix + access,
    refresh: prefix + refresh,
    attributes: Object.freeze({
      httpOnly: true,
      secure: !insecure,
      sameSite,
      path,
      ...(domain !== undefined && { domain }),
    }),
    origins,
    schemes: Object.freeze(insecure ? (['https', 'http'] as const) : (['https'] as const)),
    maxTokenLength: maxCookie - Math.max(...names.map(({ length }) => length)),
  });
};
