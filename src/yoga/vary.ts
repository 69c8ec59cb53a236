import { setHeader } from './set-header.js';

/** Adds names of headers that an answer depends on (RFC 9110, section 12.5.5). */
export const addVary = (response: Pick<Response, 'headers'>, names: readonly string[]): void => {
  const there = (response.headers.get('vary') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const known = new Set(there.map((name) => name.toLowerCase()));
  const added = names.filter((name) => !known.has(name.toLowerCase()));
  setHeader(response, 'vary', [...there, ...added].join(', '));
};
