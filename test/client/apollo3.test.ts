import { join, resolve } from 'node:path';
import type * as Apollo from 'apollo-client3/core';
import { build } from 'esbuild';
import type { AuthClient } from '../../src/client/index.js';
import { describeApollo } from './apollo.js';

/** The adapter as a bundler makes it where version 3 is installed. */
const bundle = async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { createAuthLink } from './apollo.js'; export * from '@apollo/client/core';",
      resolveDir: join(resolve(import.meta.dirname, '../..'), 'src/client'),
    },
    alias: { '@apollo/client/core': 'apollo-client3/core' },
    ...{ bundle: true, write: false, format: 'esm', target: 'es2022', logLevel: 'error' },
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64');
  // Boundary: it is what was bundled, with the types of version 3.
  return (await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)) as typeof Apollo & {
    createAuthLink: (client: AuthClient) => Apollo.ApolloLink;
  };
};

const { ApolloClient, ApolloLink, createAuthLink, gql, HttpLink, InMemoryCache } = await bundle();

describeApollo('Apollo Client 3', (client, uri, fetch) => {
  const link = ApolloLink.from([createAuthLink(client), new HttpLink({ uri, fetch })]);
  const apollo = new ApolloClient({ cache: new InMemoryCache(), link });
  return {
    query: async (text) => (await apollo.query({ query: gql(text), fetchPolicy: 'no-cache' })).data,
    mutate: async (text) => (await apollo.mutate({ mutation: gql(text), fetchPolicy: 'no-cache' })).data,
  };
});
