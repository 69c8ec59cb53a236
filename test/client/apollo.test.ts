import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client/core';
import { createAuthLink } from '../../src/client/apollo.js';
import { describeApollo } from './apollo.js';

describeApollo('Apollo Client 4', (client, uri, fetch) => {
  const link = ApolloLink.from([createAuthLink(client), new HttpLink({ uri, fetch })]);
  const apollo = new ApolloClient({ cache: new InMemoryCache(), link });
  return {
    query: async (text) => (await apollo.query({ query: gql(text), fetchPolicy: 'no-cache' })).data,
    mutate: async (text) => (await apollo.mutate({ mutation: gql(text), fetchPolicy: 'no-cache' })).data,
  };
});
