import { flag, optional, phrase } from '../kinds.js';
import { quote } from '../quote.js';
import { type Change, type Given, isTrue, option, readIn, type Setting, setting, todo } from '../setting.js';

const usesCookies = (given: Given): boolean => isTrue(given, 'USE_COOKIES');
const usesTokens = (given: Given): boolean =>
  given.get('USE_TOKENS') === undefined || isTrue(given, 'USE_TOKENS');

/** Without cookies, what is said about them means nothing there, either. */
const ofCookies = (given: Given, changes: () => readonly Change[]): readonly Change[] =>
  usesCookies(given) ? changes() : [todo('It means nothing without USE_COOKIES, so it is left out.')];

const named = (name: string) => (text: string, given: Given) =>
  ofCookies(given, () =>
    /^(?!__)[\w-]{1,64}$/.test(text)
      ? [option(`cookies.${name}`, quote(text))]
      : [todo(`cookies.${name} has up to 64 letters, digits, hyphens or underscores, and no prefix.`)],
  );

const pathIn = (given: Given, name: string): string => readIn(given, name, phrase)?.text ?? '/';

const path = (given: Given): readonly Change[] =>
  ofCookies(given, () => {
    const [access, refresh] = [
      pathIn(given, 'SET_COOKIE_ACCESS_PATH'),
      pathIn(given, 'SET_COOKIE_REFRESH_PATH'),
    ];
    const isPath = access === refresh && /^\/[\w./-]{0,200}$/.test(access);
    return isPath
      ? [option('cookies.path', quote(access))]
      : [
          todo(
            'Both cookies have one path here: GraphQL has one address. Set cookies.path if it must not be /.',
          ),
        ];
  });

const sameSites = ['lax', 'strict', 'none'];
const origins = todo(
  'Name the origins of your pages in cookies.origins. A cookie counts in requests of no other site.',
);

/** Tokens in cookies. */
export const cookieSettings: Readonly<Record<string, Setting>> = {
  USE_TOKENS: setting({
    standard: 'True',
    ours: "`transport`: `'bearer'`, `'cookie'` or `'either'`",
    kind: flag,
    become: (_, given) => [
      usesCookies(given)
        ? option('transport', quote('cookie'))
        : todo('Without cookies and without tokens nobody can log in there. Set transport.'),
    ],
  }),
  USE_COOKIES: setting({
    standard: 'False',
    ours: "`transport: 'cookie'`, or `'either'` with `USE_TOKENS`. A header counts before a cookie",
    kind: flag,
    become: (_, given) => [
      option('transport', quote(usesTokens(given) ? 'either' : 'cookie')),
      ...(usesTokens(given)
        ? [todo('A browser that wants cookies sends the header x-email-auth: cookie.')]
        : []),
    ],
  }),
  DEFAULT_LOGIN_METHOD: setting({
    standard: 'None',
    ours: "`transport: 'either'`: who sends `x-email-auth: cookie` gets cookies, others get tokens. `Prefer` is not read",
    kind: optional(phrase),
    become: () => [
      todo('Who sends the header x-email-auth: cookie gets cookies, others get tokens. Prefer is not read.'),
    ],
  }),
  ACCESS_TOKEN_KEY: setting({
    standard: "'access'",
    ours: '`cookies.access`. The library adds the prefix `__Host-`',
    kind: phrase,
    become: ({ text = '' }, given) => named('access')(text, given),
  }),
  REFRESH_TOKEN_KEY: setting({
    standard: "'refresh'",
    ours: '`cookies.refresh`. The library adds the prefix `__Host-`',
    kind: phrase,
    become: ({ text = '' }, given) => named('refresh')(text, given),
  }),
  SET_COOKIE_SECURE: setting({
    standard: 'True',
    ours: '`cookies.insecure`, for plain http in development. Refused in production',
    kind: flag,
    become: (_, given) =>
      ofCookies(given, () => [
        todo('For plain http in development, set cookies.insecure. In production it is refused.'),
      ]),
  }),
  SET_COOKIE_ACCESS_PATH: setting({
    standard: "'/'",
    ours: '`cookies.path`, for both cookies: GraphQL has one address',
    kind: phrase,
    become: (_, given) => path(given),
  }),
  SET_COOKIE_REFRESH_PATH: setting({
    standard: "'/'",
    ours: '`cookies.path`, for both cookies',
    kind: phrase,
    become: (_, given) => path(given),
  }),
  SET_COOKIE_DOMAIN: setting({
    standard: 'None',
    ours: '`cookies.domain`. Then every host below it can set these cookies, and the prefix is `__Secure-`',
    kind: optional(phrase),
    become: (domain, given) =>
      ofCookies(given, () => {
        const text = (domain?.text ?? '').replace(/^\./, '').toLowerCase();
        return /^(?!.*\.\d+$)[a-z\d-]{1,63}(\.[a-z\d-]{1,63}){1,4}$/.test(text)
          ? [option('cookies.domain', quote(text)), origins]
          : [todo('cookies.domain is a domain such as example.com. Leave it out if one host is enough.')];
      }),
  }),
  SET_COOKIE_HTTPONLY: setting({
    standard: 'True',
    ours: "None: cookies are always HttpOnly. A script that needs the token takes `transport: 'bearer'`",
    kind: flag,
    become: (_, given) =>
      ofCookies(given, () => [
        todo('Refused: cookies are always HttpOnly, so that no script of a stranger reads them.'),
      ]),
  }),
  SET_COOKIE_SAMESITE: setting({
    standard: "'lax'",
    ours: '`cookies.sameSite`, and `cookies.origins` for pages of another host',
    kind: phrase,
    become: ({ text = '' }, given) =>
      ofCookies(given, () => {
        const site = sameSites.find((each) => each === text.toLowerCase());
        if (site === 'lax') return [];
        return site === undefined
          ? [todo(`cookies.sameSite is one of ${sameSites.join(', ')}.`)]
          : [option('cookies.sameSite', quote(site)), ...(site === 'none' ? [origins] : [])];
      }),
  }),
};
