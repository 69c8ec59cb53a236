import { wantsNewToken } from './answers.js';
import type { AnyAuthClient } from './auth-client.js';
import { isRepeatableDocument } from './repeatable.js';

/** What is used of an operation of urql. */
interface UrqlOperation {
  readonly query: { readonly definitions?: readonly unknown[] };
}

/** What is used of an error of urql. */
interface UrqlError {
  readonly graphQLErrors: readonly object[];
  readonly response?: { readonly status?: number } | undefined;
}

/** What is used of the utilities that urql hands in. */
interface UrqlUtilities<Operation> {
  appendHeaders(operation: Operation, headers: Readonly<Record<string, string>>): Operation;
}

/** What `authExchange` of `@urql/exchange-auth` is to be told. */
export interface UrqlAuthConfig<Operation> {
  addAuthToOperation(operation: Operation): Operation;
  willAuthError(): boolean;
  didAuthError(error: UrqlError, operation: Operation): boolean;
  refreshAuth(): Promise<void>;
}

/**
 * For `authExchange` of `@urql/exchange-auth`: it brings the token, waits for a refresh, and asks once more after a refusal.
 *
 * @example
 * new Client({ url, exchanges: [cacheExchange, authExchange(urqlAuth(client)), fetchExchange] });
 */
export const urqlAuth =
  (client: AnyAuthClient) =>
  async <Operation extends UrqlOperation>({
    appendHeaders,
  }: UrqlUtilities<Operation>): Promise<UrqlAuthConfig<Operation>> => {
    let refused: string | undefined;
    return {
      addAuthToOperation(operation) {
        const held = client.peek();
        return held ? appendHeaders(operation, held.headers) : operation;
      },
      willAuthError: () => client.peek()?.renewIn === 0,
      didAuthError({ graphQLErrors: errors, response }, { query }) {
        const held = client.peek();
        if (!held) return false;
        const canHelp = (error: object) => wantsNewToken(error, held);
        const isRefused = response?.status === 401 ? errors.every(canHelp) : errors.some(canHelp);
        if (!isRefused) return false;
        refused = held.id;
        return isRepeatableDocument({ definitions: query.definitions ?? [] }, { errors });
      },
      async refreshAuth() {
        const bad = refused;
        refused = undefined;
        await client.token(bad);
      },
    };
  };
