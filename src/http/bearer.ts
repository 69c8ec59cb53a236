/** RFC 6750, section 2.1: one b64token; the scheme in any case, one or more spaces. */
const bearer = /^bearer +([\w.~+/-]+=*)$/i;
/** Three parts, or five where it is encrypted. */
const bareToken = /^[\w-]+(?:(?:\.[\w-]+){2}){1,2}$/;

/** Node reads no header that is longer. A client of a WebSocket could send megabytes, which every operation would search. */
const maxLength = 16_384;

/**
 * The bearer token of an `Authorization` header.
 *
 * @returns the token; null where there is no header; an empty string where it is not one bearer token, which no
 * verification will accept
 */
export const bearerOf = (header: unknown): string | null => {
  if (header === null || header === undefined || header === '') return null;
  if (typeof header !== 'string' || header.length > maxLength) return '';
  return bearer.exec(header.trim())?.[1] ?? '';
};

const names: readonly string[] = ['authorization', 'authtoken', 'token'];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const readable: ReadonlySet<string> = new Set([...names, 'headers']);
const longest = Math.max(...[...readable].map(({ length }) => length));
/** Each name has thousands of spellings. Nobody needs more than a few. */
const maxKeys = 10;
const keysOfRecords = new WeakMap<object, readonly string[]>();

/**
 * The names in a record that are looked at here. They are looked for once: `connection_init` may bring a million names,
 * and every operation after it reads the same record.
 */
const keysOf = (record: object): readonly string[] => {
  const known = keysOfRecords.get(record);
  if (known) return known;
  const keys = Object.keys(record)
    .filter((key) => key.length <= longest && readable.has(key.toLowerCase()))
    .slice(0, maxKeys);
  keysOfRecords.set(record, keys);
  return keys;
};

/** The values under a name in any case of letters. */
const valuesOf = (record: unknown, name: string): unknown[] =>
  isRecord(record)
    ? keysOf(record)
        .filter((key) => key.toLowerCase() === name)
        .map((key) => record[key])
    : [];

/** A bearer token, with its scheme or, as clients of WebSockets often send it, without. */
const tokenOf = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= maxLength && bareToken.test(value.trim())
    ? value.trim()
    : bearerOf(value);

const firstToken = (found: readonly (string | null)[]): string | null =>
  found.find(Boolean) ?? (found.includes('') ? '' : null);

/**
 * The same for the `connectionParams` of a WebSocket, where clients have many places for it: `authorization`,
 * `authToken`, `token`, and `authorization` among `headers`.
 */
export const bearerOfParams = (params: unknown): string | null =>
  firstToken(
    [
      ...names.flatMap((name) => valuesOf(params, name)),
      ...valuesOf(params, 'headers').flatMap((headers) => valuesOf(headers, 'authorization')),
    ].map(tokenOf),
  );

/** The token that is to renew a socket: `authorization` among the `extensions` of an operation, or in the payload of a ping. */
export const bearerOfRenewal = (record: unknown): string | null =>
  firstToken(valuesOf(record, 'authorization').map(tokenOf));

/**
 * The token of a request. On a WebSocket a header that is no bearer token (the `Basic` of a proxy, an empty one) says
 * nothing about the caller where `connectionParams` has a token.
 */
export const tokenOfRequest = (header: unknown, params: unknown): string | null =>
  firstToken([bearerOf(header), bearerOfParams(params)]);
