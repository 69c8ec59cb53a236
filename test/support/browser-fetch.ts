import { parseSetCookie, stringifyCookie } from 'cookie';

/** The cookies of a browser, and a fetch of its pages, which are at the origin of the server. */
export const createBrowserFetch = (inner: typeof fetch) => {
  const cookies = new Map<string, { readonly value: string; readonly endsAt: number }>();
  const header = (): string =>
    stringifyCookie(
      Object.fromEntries(
        [...cookies]
          .filter(([, { endsAt }]) => endsAt > Date.now())
          .map(([name, { value }]) => [name, value]),
      ),
    );
  const take = (line: string): void => {
    const { name, value = '', maxAge = 0 } = parseSetCookie(line);
    cookies.set(name, { value, endsAt: Date.now() + maxAge * 1000 });
  };
  return {
    cookies,
    /** What a request brings, or the handshake of a socket. */
    header,
    fetch: (async (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('sec-fetch-site', 'same-origin');
      if (init?.credentials !== 'omit') headers.set('cookie', header());
      const response = await inner(input, { ...init, headers });
      for (const line of response.headers.getSetCookie()) take(line);
      return response;
    }) satisfies typeof fetch,
  };
};
