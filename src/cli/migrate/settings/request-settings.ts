import { count, flag, optional, phrase, texts } from '../kinds.js';
import { quote, quoteAll } from '../quote.js';
import { type Change, fitted, type Given, option, readIn, type Setting, setting, todo } from '../setting.js';
import { networkOf } from './network-of.js';

const name = 'useEmailAuth.proxy';

const trust = (prefixes: readonly string[]): readonly Change[] => {
  const networks = prefixes.map(networkOf);
  const known = networks.filter((network) => network !== undefined);
  return [
    ...(known.length > 0 ? [option(`${name}.trust`, quoteAll(known))] : []),
    ...(known.length < networks.length
      ? [
          todo(
            'Some are no addresses, nor the beginning of IPv4 addresses. Write them as networks, such as 10.0.0.0/8.',
          ),
        ]
      : []),
  ];
};

const hasTrust = (given: Given): boolean =>
  trust(readIn(given, 'PROXY_TRUSTED_IPS', texts) ?? []).some((each) => 'option' in each);

/** No proxies: then no header is believed. */
const hops = (proxies: number, given: Given): readonly Change[] => {
  if (proxies < 1) return [];
  if (hasTrust(given))
    return [todo('useEmailAuth takes trust or hops, and trust is stricter. So this number is left out.')];
  return [
    ...fitted(`${name}.hops`, proxies, { min: 1, max: 20 }),
    todo(
      'It is only safe if nobody reaches the server past the proxies. With proxy.trust it always is: docs/proxies.md',
    ),
  ];
};

const isBehindProxy = (given: Given): boolean =>
  hasTrust(given) || (readIn(given, 'PROXY_COUNT', count) ?? 0) > 0;

/** As Django spells it: `HTTP_X_FORWARDED_FOR`. The socket's address needs no header. */
const headersIn = (order: readonly string[]): readonly string[] =>
  order
    .filter((each) => each !== 'REMOTE_ADDR')
    .map((each) =>
      each
        .replace(/^HTTP_/, '')
        .replaceAll('_', '-')
        .toLowerCase(),
    );

const header = (order: readonly string[], given: Given): readonly Change[] => {
  const [first, ...others] = headersIn(order);
  if (first === undefined) return [];
  const isTrusted = isBehindProxy(given);
  return [
    ...(isTrusted && first !== 'x-forwarded-for' && /^[\w-]+$/.test(first)
      ? [option(`${name}.header`, quote(first))]
      : []),
    ...(isTrusted ? [] : [todo('No header is read until you say which proxies write it: docs/proxies.md')]),
    ...(others.length > 0 ? [todo('One header is read here, the first. Any other can be forged.')] : []),
  ];
};

/** How requests come in. */
export const requestSettings: Readonly<Record<string, Setting>> = {
  HEADER_PREFIX: setting({
    standard: "'Bearer'",
    ours: '`Bearer` alone, as RFC 6750 says. Change your clients',
    kind: phrase,
    become: ({ text }) =>
      text?.toLowerCase() === 'bearer'
        ? []
        : [todo('Let your clients send Authorization: Bearer …, as RFC 6750 says.')],
  }),
  OPTIONS_SCHEMA_ACCESS: setting({
    standard: 'True',
    ours: 'None: it is about Django REST framework. Introspection belongs to Yoga: `@graphql-yoga/plugin-disable-introspection`',
    kind: flag,
    become: () => [todo('To close introspection, too, take @graphql-yoga/plugin-disable-introspection.')],
  }),
  PROXY_ORDER: setting({
    standard: "'left-most'",
    ours: 'None: the header is read from the right. Every caller can write the left-most entry',
    kind: phrase,
    become: () => [],
    spelledOut: [
      todo(
        'Refused: every caller can write the left-most entry. The header is read from the right: docs/proxies.md',
      ),
    ],
  }),
  PROXY_COUNT: setting({
    standard: 'None',
    ours: '`useEmailAuth(auth, { proxy: { hops } })`',
    kind: optional(count),
    become: (proxies, given) => hops(proxies ?? 0, given),
  }),
  PROXY_TRUSTED_IPS: setting({
    standard: 'None',
    ours: '`useEmailAuth(auth, { proxy: { trust } })`, with addresses and networks. `10.` becomes `10.0.0.0/8`',
    kind: optional(texts),
    become: (prefixes) => trust(prefixes ?? []),
  }),
  REQUEST_HEADER_ORDER: setting({
    standard: 'None',
    ours: '`useEmailAuth(auth, { proxy: { header } })`: one header, and only if a proxy is trusted',
    kind: optional(texts),
    become: (order, given) => header(order ?? [], given),
  }),
};
