/** What Yoga's `onResponse` is told, as far as it is needed here. */
export interface Answering {
  readonly response: Response;
  readonly setResponse: (response: Response) => void;
  readonly fetchAPI: { readonly Response: typeof Response };
}

const isWritable = ({ headers }: Response): boolean => {
  try {
    headers.delete('x-email-auth');
    return true;
  } catch {
    return false;
  }
};

/**
 * The answer, with headers that can be written: a plugin of the host may have answered with what `fetch` or
 * `Response.redirect` made, whose headers cannot.
 */
export const writableResponse = ({ response, setResponse, fetchAPI }: Answering): Response => {
  if (isWritable(response)) return response;
  const { body, status, statusText, headers } = response;
  // A list of them: Yoga's Response would go on with the same Headers.
  const copy = new fetchAPI.Response(body, { status, statusText, headers: [...headers] });
  setResponse(copy);
  return copy;
};
