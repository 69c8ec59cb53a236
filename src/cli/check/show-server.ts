/**
 * The server that a URL names, without user, password and path: `redis://127.0.0.1:6379`. X1: undefined where it cannot be
 * told for certain which part is the password, as where a password holds a `/` or a `#` that is not encoded.
 */
export const showServer = (text: string): string | undefined => {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, pathname, search, hash } = new URL(text);
  return host === '' || /@|%40/.test(pathname + search + hash) ? undefined : `${protocol}//${host}`;
};
