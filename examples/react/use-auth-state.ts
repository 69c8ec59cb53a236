import type { AnyAuthClient, AuthState } from 'pothos-plugin-email-auth/client';
import { useSyncExternalStore } from 'react';

const onServer: AuthState = { status: 'signedOut' };

/** Renders again whenever somebody has signed in or out, in this tab or in another one. */
export const useAuthState = <Auth extends AnyAuthClient>(auth: Auth): Auth['state'] =>
  useSyncExternalStore(
    auth.subscribe,
    () => auth.state,
    () => onServer,
  );
