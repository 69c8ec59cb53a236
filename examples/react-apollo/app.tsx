// React with Apollo Client: `npx tsx examples/serve-react.ts react-apollo`.
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider, useQuery } from '@apollo/client/react';
import { createAuthClient } from 'pothos-plugin-email-auth/client';
import { createAuthLink } from 'pothos-plugin-email-auth/client/apollo';
import { useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { SignIn } from '../react/sign-in.js';
import { useAuthState } from '../react/use-auth-state.js';

const url = '/graphql';
const auth = createAuthClient({ url, storage: localStorage });

const createApollo = () =>
  new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.from([createAuthLink(auth), new HttpLink({ uri: url })]),
  });

const me = gql`{ me }`;

const Home = () => {
  const { data, error } = useQuery<{ me: string }>(me);
  return (
    <main>
      <p>{error ? error.message : data && `Signed in as ${data.me}`}</p>
      <button type="button" onClick={() => auth.logout()}>
        Sign out
      </button>
    </main>
  );
};

/** One cache for each login: nobody gets to see what was read for somebody else. */
const SignedIn = () => {
  const apollo = useMemo(createApollo, []);
  return (
    <ApolloProvider client={apollo}>
      <Home />
    </ApolloProvider>
  );
};

const App = () => {
  const state = useAuthState(auth);
  return state.status === 'signedIn' ? <SignedIn key={state.claims.sid} /> : <SignIn auth={auth} />;
};

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
