import { vi } from 'vitest';

/** Has a server on loopback answer for an origin that only a page knows. Answers with the headers of what was sent there. */
export const standInFor = (origin: string, url: string): Headers[] => {
  const { fetch: real } = globalThis;
  const sent: Headers[] = [];
  vi.stubGlobal('fetch', (input: string | URL, init?: RequestInit) => {
    const asked = new URL(input);
    if (asked.origin !== origin) return real(input, init);
    sent.push(new Headers(init?.headers));
    return real(new URL(asked.pathname + asked.search, url), init);
  });
  return sent;
};
