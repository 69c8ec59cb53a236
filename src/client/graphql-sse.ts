import { isRefused } from './answers.js';
import type { AnyAuthClient, HeldToken } from './auth-client.js';
import { whenRenewed } from './when-renewed.js';

/** What a stream brings. */
export interface StreamResult {
  readonly data?: Record<string, unknown> | null | undefined;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly [name: string]: unknown };
  }[];
}

/** What receives the events of a stream. */
export interface StreamSink {
  next(value: StreamResult): void;
  error(error: unknown): void;
  complete(): void;
}

/** What is used of a client of graphql-sse, with a connection for each stream. */
export interface GraphQLSseClient<Request> {
  subscribe(request: Request, sink: StreamSink, on: { connected: () => void }): () => void;
}

/**
 * Subscribes, and once more with each new token: a stream ends with the token of its request. The old stream is left when the
 * new one has begun, so an event may come twice. Give the client of graphql-sse `fetchFn: client.fetch`.
 *
 * @example
 * const sse = createClient({ url: '/graphql', fetchFn: client.fetch });
 * const stop = subscribeWithAuth(client, sse, { query: 'subscription { news }' }, { next, error, complete });
 * @returns a function that ends it
 */
export const subscribeWithAuth = <Request>(
  client: AnyAuthClient,
  sse: GraphQLSseClient<Request>,
  request: Request,
  sink: StreamSink,
): (() => void) => {
  /** Leave the streams that have begun, and those that a server has not answered yet. */
  const open = new Set<() => void>();
  let leaveCurrent = () => {};
  let isOver = false;

  const end = (say: () => void): void => {
    if (isOver) return;
    stop();
    say();
  };

  /** The token of a stream has ended: a laptop was asleep, perhaps. */
  const beginAnew = async (refused: HeldToken, otherwise: () => void): Promise<void> => {
    await client.token(refused.id);
    if (isOver) return;
    const next = client.peek();
    if (!next || next.id === refused.id) otherwise();
    else await begin();
  };

  /** Resolves when the stream has begun; rejects where it could not. */
  const begin = (): Promise<void> =>
    new Promise((resolve, reject) => {
      let held: HeldToken | null = null;
      let hasBegun = false;
      let isLeft = false;
      const leaveThis = () => {
        isLeft = true;
        open.delete(leaveThis);
        leave();
      };
      const leave = sse.subscribe(
        request,
        {
          next(value) {
            if (isLeft) return;
            if (!held || !isRefused(value, held)) return sink.next(value);
            isLeft = true;
            const giveUp = () => {
              sink.next(value);
              end(() => sink.complete());
            };
            beginAnew(held, giveUp).catch((error: unknown) => end(() => sink.error(error)));
          },
          error(error) {
            open.delete(leaveThis);
            reject(error);
            if (hasBegun && !isLeft) end(() => sink.error(error));
          },
          complete() {
            open.delete(leaveThis);
            resolve();
            if (!isLeft) end(() => sink.complete());
          },
        },
        {
          connected() {
            // It has lost its connection and found another one.
            if (hasBegun) return;
            hasBegun = true;
            held = client.peek();
            leaveCurrent();
            leaveCurrent = leaveThis;
            resolve();
          },
        },
      );
      open.add(leaveThis);
    });

  let stopRenewing = () => {};
  const stop = (): void => {
    isOver = true;
    stopRenewing();
    for (const leave of open) leave();
  };
  begin().then(
    () => {
      if (!isOver) stopRenewing = whenRenewed(client, begin);
    },
    (error: unknown) => end(() => sink.error(error)),
  );
  return stop;
};
