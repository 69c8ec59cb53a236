// React with urql: `npx tsx examples/serve-react.ts react-urql`.
import { authExchange } from '@urql/exchange-auth';
import { createAuthClient } from 'pothos-plugin-email-auth/client';
import { urqlAuth } from 'pothos-plugin-email-auth/client/urql';
import { useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { Client, cacheExchange, fetchExchange, Provider, useQuery } from 'urql';
import { SignIn } from '../react/sign-in.js';
import { useAuthState } from '../react/use-auth-state.js';

const url = '/graphql';
const auth = createAuthClient({ url, storage: localStorage });

const createUrql = () =>
  new Client({
    url,
    exchanges: [cacheExchange, authExchange(urqlAuth(auth)), fetchExchange],
    preferGetMethod: false, // Yoga's CSRF prevention refuses GET
  });

const Home = () => {
  const [{ data, error }] = useQuery<{ me: string }>({ query: '{ me }' });
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
  const urql = useMemo(createUrql, []);
  return (
    <Provider value={urql}>
      <Home />
    </Provider>
  );
};

const App = () => {
  const state = useAuthState(auth);
  return state.status === 'signedIn' ? <SignedIn key={state.claims.sid} /> : <SignIn auth={auth} />;
};

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
