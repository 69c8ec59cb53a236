// A sign-in screen of two steps, for any GraphQL client. `<login-code>` does the same without React: docs/login-code.md.
import { type AnyAuthClient, AuthClientError, type CodeSent } from 'pothos-plugin-email-auth/client';
import { useActionState, useEffect, useReducer } from 'react';

/** Runs an action of a form, and says what went wrong. */
const useAction = (act: (form: FormData) => Promise<void>) =>
  useActionState(async (_before: string | null, form: FormData) => {
    try {
      await act(form);
      return null;
    } catch (error) {
      return error instanceof AuthClientError ? error.message : 'No connection. Try again.';
    }
  }, null);

const Problem = ({ text }: { readonly text: string | null }) => <p role="alert">{text}</p>;

const AddressForm = ({ auth }: { readonly auth: AnyAuthClient }) => {
  const [problem, submit, isPending] = useAction((form) => auth.requestCode(String(form.get('email'))));
  return (
    <form action={submit}>
      <label>
        E-mail address <input name="email" type="email" autoComplete="email" required />
      </label>
      <button type="submit" disabled={isPending}>
        Send a code
      </button>
      <Problem text={problem} />
    </form>
  );
};

/** The seconds count down whenever they are read, so read them once a second. */
const useSeconds = (): void => {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, []);
};

const CodeForm = ({ auth, state }: { readonly auth: AnyAuthClient; readonly state: CodeSent }) => {
  useSeconds();
  const [problem, submit, isPending] = useAction((form) => auth.login(String(form.get('code'))));
  const [problemOfResend, resend] = useAction(() => auth.requestCode(state.identity));
  return (
    <form action={submit}>
      <label>
        Code that was sent to {state.identity}{' '}
        <input name="code" autoComplete="one-time-code" autoCapitalize="characters" required />
      </label>
      <button type="submit" disabled={isPending}>
        Sign in
      </button>
      <button type="submit" formAction={resend} formNoValidate disabled={state.resendAfter > 0}>
        Send another code {state.resendAfter > 0 && `in ${state.resendAfter} s`}
      </button>
      <button type="button" onClick={() => auth.logout()}>
        Wrong address?
      </button>
      <Problem text={problem ?? problemOfResend} />
    </form>
  );
};

/** The form that fits the state. */
export const SignIn = ({ auth }: { readonly auth: AnyAuthClient }) => {
  const { state } = auth;
  return state.status === 'codeSent' ? <CodeForm auth={auth} state={state} /> : <AddressForm auth={auth} />;
};
