import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { EmailAuth } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { startHttpServer } from '../support/http-server.js';

/** What a page makes of Pothos, and a test builds the schema of. */
export interface Builder {
  toSchema(): GraphQLSchema;
}

/** The schema of a page behind a real server. The caller stops it. */
export const serveBuilder = async <Claims extends object>(auth: EmailAuth<Claims>, builder: Builder) => {
  const schema = builder.toSchema();
  const yoga = createYoga({ schema, plugins: [useEmailAuth(auth)], logging: false });
  const server = await startHttpServer(yoga);
  return {
    ...server,
    schema,
    ask: (query: string, token?: string, headers: Record<string, string> = {}) =>
      server.query(query, {}, { ...headers, ...(token && { authorization: `Bearer ${token}` }) }),
  };
};
