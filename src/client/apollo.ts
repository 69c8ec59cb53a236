import { ApolloLink, Observable } from '@apollo/client/core';
import { isObject, isRefused } from './answers.js';
import type { AnyAuthClient, HeldToken } from './auth-client.js';
import { isRepeatableDocument } from './repeatable.js';
import { tokenToSend } from './token-to-send.js';

type Subscription = { unsubscribe(): void };

const isUnauthorized = (error: unknown): boolean => isObject(error) && error.statusCode === 401;

/**
 * A link for Apollo Client 3 and 4: it brings the token, and asks once more after a refusal. Put it before the link that sends.
 *
 * @example
 * new ApolloClient({ cache, link: ApolloLink.from([createAuthLink(client), new HttpLink({ uri: '/graphql' })]) });
 */
export const createAuthLink = (client: AnyAuthClient): ApolloLink =>
  new ApolloLink(
    (operation, forward) =>
      new Observable((observer) => {
        let sending: Subscription | undefined;
        let isOver = false;

        const send = (held: HeldToken | null, isLast: boolean): void => {
          let isRepeating = false;
          /** Asks again; `otherwise` where that is no use. */
          const repeat = async (bad: HeldToken, otherwise: () => void): Promise<void> => {
            isRepeating = true;
            try {
              await client.token(bad.id);
              const next = client.peek();
              if (isOver) return;
              if (next && next.id !== bad.id) return send(next, true);
              isRepeating = false;
              otherwise();
            } catch (error) {
              observer.error(error);
            }
          };
          const mayRepeat = (answer: unknown) => !isLast && isRepeatableDocument(operation.query, answer);

          if (held)
            operation.setContext(({ headers }) => ({
              headers: { ...headers, ...held.headers },
            }));
          sending = forward(operation).subscribe({
            next(result) {
              if (!held || !isRefused(result, held) || !mayRepeat(result)) return observer.next(result);
              void repeat(held, () => {
                observer.next(result);
                observer.complete();
              });
            },
            error(error: unknown) {
              const answer = isObject(error) ? error.result : undefined;
              const isRepeatable =
                held &&
                isUnauthorized(error) &&
                (isObject(answer) ? isRefused(answer, held) && mayRepeat(answer) : !isLast);
              if (!isRepeatable) return observer.error(error);
              void repeat(held, () => observer.error(error));
            },
            complete() {
              if (!isRepeating) observer.complete();
            },
          });
        };

        tokenToSend(client)
          .then((held) => {
            if (!isOver) send(held, false);
          })
          // A link that throws when it is asked.
          .catch((error: unknown) => observer.error(error));
        return () => {
          isOver = true;
          sending?.unsubscribe();
        };
      }),
  );
