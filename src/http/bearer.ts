/** RFC 6750, section 2.1: one b64token; the scheme in any case, one or more spaces. */
const bearer = /^bearer +([\w.~+/-]+=*)$/i;
const bareToken = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * The bearer token of an `Authorization` header.
 *
 * @returns the token; null where there is no header; an empty string where it is not one bearer token, which no
 * verification will accept
 */
export const bearerOf = (header: unknown): string | null => {
  if (header === null || header === undefined || header === '') return null;
  return (typeof header === 'string' && bearer.exec(header.trim())?.[1]) || '';
};

const names: readonly string[] = ['authorization', 'authtoken', 'token'];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The values under a name in any case of letters. */
const valuesOf = (record: unknown, name: string): unknown[] =>
  isRecord(record)
    ? Object.entries(record).flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : []))
    : [];

/** A bearer token, with its scheme or, as clients of WebSockets often send it, without. */
const tokenOf = (value: unknown): string | null =>
  typeof value === 'string' && bareToken.test(value.trim()) ? value.trim() : bearerOf(value);

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

/**
 * The token of a request. On a WebSocket a header that is no bearer token (the `Basic` of a proxy, an empty one) says
 * nothing about the caller where `connectionParams` has a token.
 */
export const tokenOfRequest = (header: unknown, params: unknown): string | null =>
  firstToken([bearerOf(header), bearerOfParams(params)]);
