/** What an endpoint answers with. */
export interface EndpointAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Something else than GraphQL that is served under a path of its own. It never rejects. */
export interface Endpoint {
  readonly answer: (request: Request) => Promise<EndpointAnswer>;
  /** Whether pages of every origin may read it; else none may. */
  readonly open: boolean;
}

/** An endpoint and where it is. */
export type EndpointEntry = readonly [path: string, endpoint: Endpoint];

/** An answer in JSON that nobody may keep. */
export const jsonAnswer = (
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): EndpointAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** An error in the words of RFC 6749, section 5.2. */
export const errorAnswer = (
  status: number,
  error: string,
  headers?: Readonly<Record<string, string>>,
): EndpointAnswer => jsonAnswer(status, { error }, headers);

/** O1: what could not be found out is an outage, and neither a yes nor a no. */
export const outage: EndpointAnswer = errorAnswer(503, 'temporarily_unavailable', { 'retry-after': '1' });

/** A method that the endpoint does not have. */
export const wrongMethod = (allow: string): EndpointAnswer => errorAnswer(405, 'invalid_request', { allow });
