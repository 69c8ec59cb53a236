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

/** The same for `connectionParams.authorization` of a WebSocket, where the scheme is often left out. */
export const bearerOfParams = (params: unknown): string | null => {
  if (typeof params !== 'object' || params === null) return null;
  const entry = Object.entries(params).find(([name]) => name.toLowerCase() === 'authorization');
  const value: unknown = entry?.[1];
  return typeof value === 'string' && bareToken.test(value) ? value : bearerOf(value);
};
