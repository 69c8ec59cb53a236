import { isObject, isRefused, parseJson } from './answers.js';
import type { AuthClient, HeldToken } from './auth-client.js';
import { originOf } from './origin.js';
import { isRepeatable } from './repeatable.js';
import { untilAborted } from './send.js';
import { tokenToSend } from './token-to-send.js';
import type { Brought } from './transport.js';

type Fetch = typeof fetch;
type Input = Parameters<Fetch>[0];
type Init = Parameters<Fetch>[1];

const isRequest = (input: Input): input is Request => typeof input === 'object' && 'clone' in input;

/** The answer, where a new token could help it. */
const readRefusal = async (
  response: Response,
  held: HeldToken,
): Promise<{ readonly answer: unknown } | null> => {
  const unread = response.status === 401 ? { answer: null } : null;
  // Not a stream of JSON (`application/x-ndjson`): that may never end.
  if (!/[/+]json *(;|$)/.test(`${response.headers.get('content-type')}`)) return unread;
  const text = await response.clone().text();
  if (!text.includes('UNAUTHENTICATED')) return unread;
  const answer = parseJson(text);
  return isRefused(answer, held) ? { answer } : null;
};

/** Whether a request may be sent again after this answer. */
const mayRepeat = async (input: Input, init: Init, answer: unknown): Promise<boolean> => {
  const method = init?.method ?? (isRequest(input) ? input.method : 'GET');
  // Nothing that a server has looked at.
  if (answer === null || method.toUpperCase() === 'GET') return !(init?.body instanceof ReadableStream);
  const body = init?.body ?? (isRequest(input) ? await input.clone().text() : null);
  const sent = typeof body === 'string' ? parseJson(body) : undefined;
  // In a batch, only queries are sure to have changed nothing.
  return [sent].flat().every((one) => isObject(one) && isRepeatable(one.query, answer));
};

/** A fetch that brings the token to the origin of the server, and asks once more with a new one. */
export const createAuthFetch = (
  url: string,
  fetchHere: Fetch,
  client: Pick<AuthClient, 'token' | 'peek'>,
  brought: Brought,
): Fetch => {
  const carry = (input: Input, init: Init, added: Brought['headers']): Promise<Response> => {
    const headers = new Headers(init?.headers ?? (isRequest(input) ? input.headers : {}));
    for (const [name, value] of Object.entries(added)) headers.set(name, value);
    return fetchHere(isRequest(input) ? input.clone() : input, { ...init, ...brought, headers });
  };

  return async (input, init) => {
    if (originOf(isRequest(input) ? input.url : String(input)) !== originOf(url))
      return fetchHere(input, init);
    const signal = init?.signal ?? (isRequest(input) ? input.signal : null);
    const first = await untilAborted(tokenToSend(client), signal);
    const response = await carry(input, init, first?.headers ?? brought.headers);
    const refusal = first && (await readRefusal(response, first));
    if (!refusal) return response;
    // Rejects while no other can be had: an outage is no refusal.
    await untilAborted(client.token(first.id), signal);
    const next = client.peek();
    const again = next && next.id !== first.id && (await mayRepeat(input, init, refusal.answer));
    return again ? carry(input, init, next.headers) : response;
  };
};
