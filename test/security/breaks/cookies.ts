import type { Break } from './break.js';

const site = 'cookie/own-site.ts';
const jar = 'cookie/cookie-jar.ts';
const travel = 'pothos/token-travel.ts';

export const cookies: readonly Break[] = [
  {
    // Sibling hosts are somebody else's.
    id: 'B1',
    file: site,
    from: "if (site === 'cross-site' || site === 'same-site') return false;",
    to: "if (site === 'cross-site') return false;\n  if (site === 'same-site') return true;",
  },
  {
    // A sandboxed page may say the header.
    id: 'B1',
    file: site,
    from: "if (origin === 'null') return false;\n",
    to: "if (origin === 'null') return asksForCookies(request);\n",
  },
  {
    // What begins with the own host.
    id: 'B1',
    file: site,
    from: '.includes(origin.toLowerCase())',
    to: '.some((own) => origin.startsWith(own))',
  },
  {
    // Whoever says nothing comes from here.
    id: 'B1',
    file: site,
    from: 'return origin === null ? asksForCookies(request) : isOwnOrigin;',
    to: 'return origin === null || isOwnOrigin;',
  },
  {
    // A link opens GraphQL too.
    id: 'B1',
    file: jar,
    from: 'read: (request) => find(request, isOwn(request)),',
    to: 'read: (request) => find(request, isNavigation(request) || isOwn(request)),',
  },
  {
    // Pages of every origin may read answers.
    id: 'B1',
    file: 'yoga/browser-words.ts',
    from: "    response.headers.delete('access-control-allow-credentials');\n",
    to: '',
  },
  {
    // Login CSRF.
    id: 'B2',
    file: travel,
    from: "  if (!cookies.ownSite) throw refused('origin', travel);\n",
    to: '',
  },
  {
    // Too late: the code is spent.
    id: 'B2',
    file: travel,
    from: 'return inCookies(travel, cookies) ? settableCookies(cookies, travel) : null;',
    to: 'return inCookies(travel, cookies) && cookies ? cookies : null;',
  },
  {
    // Whoever is known to a page may log out there.
    id: 'B2',
    file: jar,
    from: 'ownSite: isOwn(request),',
    to: 'ownSite: counts,',
  },
  {
    id: 'B3',
    file: travel,
    from: 'return { accessToken: null, refreshToken: null, ...lifetimes };',
    to: 'return { accessToken, refreshToken, ...lifetimes };',
  },
  {
    // The first one wins.
    id: 'B4',
    file: 'cookie/read-cookie.ts',
    from: 'found.set(name, found.has(name) ? null : value);',
    to: 'found.set(name, found.get(name) ?? value);',
  },
  {
    // Whoever has any refresh token may change its session.
    id: 'B5',
    file: 'flows/update-by-cookie.ts',
    from: 'found.ok && found.claims.sid !== sid',
    to: 'found.ok && found.claims.sid === undefined',
  },
  {
    // A cookie that opens nothing is as good as one that does.
    id: 'B5',
    file: 'flows/update-by-cookie.ts',
    from: 'const { sid } = claimsOf(state);',
    to: 'const sid = state.claims?.sid;',
  },
];
