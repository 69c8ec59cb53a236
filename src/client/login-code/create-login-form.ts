import { callListeners } from '../call-listeners.js';
import { startAge } from '../clock.js';
import { type AuthClient, AuthClientError, type HostArgs } from '../index.js';
import type {
  LoginForm,
  LoginFormError,
  LoginFormOptions,
  LoginFormState,
  LoginFormTask,
} from './login-form.js';
import { isComplete, spell } from './typed-code.js';

/** What is used of a client. */
export type LoginFormClient<Claims extends object | null = object> = Pick<
  AuthClient<Claims>,
  'state' | 'subscribe' | 'requestCode' | 'login' | 'logout'
>;

interface Task {
  readonly name: LoginFormTask;
  readonly run: (more: HostArgs | undefined) => Promise<void>;
}

/** By its name: a page may have its client from another copy of this package. */
const isRefusal = (cause: unknown): cause is AuthClientError =>
  cause instanceof Error && cause.name === 'AuthClientError';

const errorOf = (cause: unknown, task: LoginFormTask): LoginFormError => {
  const refusal = isRefusal(cause) ? cause : undefined;
  const age = startAge();
  return {
    ...{ code: refusal?.code ?? 'UNREACHABLE', reason: refusal?.reason, task, cause },
    get retryAfter() {
      return refusal?.retryAfter && Math.max(0, Math.ceil(refusal.retryAfter - Math.max(0, age())));
    },
  };
};

/**
 * The form without a screen: it knows what to ask for next, and what was wrong.
 *
 * @example
 * const form = createLoginForm(client);
 * await form.submitAddress('ada@example.com'); // form.state.step is now 'code', or form.state.error says why not
 * await form.typeCode('123 456'); // now 'done'
 */
export const createLoginForm = <Claims extends object | null = object>(
  client: LoginFormClient<Claims>,
  options: LoginFormOptions = {},
): LoginForm<Claims> => {
  const listeners = new Set<() => void>();
  let address = '';
  let busy: LoginFormTask | null = null;
  let error: LoginFormError | null = null;
  let last: Task | undefined;
  /** The code that was sent last. */
  let tried = '';
  let shown: { readonly of: readonly unknown[]; readonly state: LoginFormState<Claims> } | undefined;

  const make = (): LoginFormState<Claims> => {
    const now = client.state;
    if (now.status === 'signedIn') return { step: 'done', claims: now.claims, busy, error };
    if (now.status === 'signedOut') return { step: 'address', address, busy, error };
    const { identity, codeLength, requestedAt } = now;
    return {
      ...{ step: 'code', address: identity, codeLength, requestedAt, busy, error },
      get resendAfter() {
        return now.resendAfter;
      },
    };
  };

  const look = (): LoginFormState<Claims> => {
    const of = [client.state, address, busy, error];
    if (!shown || of.some((part, index) => part !== shown?.of[index])) shown = { of, state: make() };
    return shown.state;
  };

  const set = (newBusy: typeof busy, newError: typeof error = null): void => {
    busy = newBusy;
    error = newError;
    callListeners(listeners);
  };

  const run = async (task: Task, more?: HostArgs): Promise<void> => {
    last = task;
    set(task.name);
    const cause = await task.run(more).then(
      () => undefined,
      (reason: unknown) => ({ reason }),
    );
    // The user has done something else meanwhile.
    if (last === task) set(null, cause ? errorOf(cause.reason, task.name) : null);
  };

  const ask = (name: 'request' | 'resend', identity: string): Promise<void> =>
    run({
      name,
      async run(more) {
        await client.requestCode(identity, { ...options.requestArgs?.(), ...more });
        tried = '';
      },
    });

  const logIn = async (typed: string): Promise<void> => {
    if (busy === 'login') return;
    tried = spell(typed);
    const send = async (more?: HostArgs) => client.login(typed, { ...options.loginArgs?.(), ...more });
    await run({ name: 'login', run: send });
  };

  return {
    get state() {
      return look();
    },
    subscribe(listener) {
      const mine = () => listener();
      listeners.add(mine);
      const leave = client.subscribe(mine);
      return () => {
        listeners.delete(mine);
        leave();
      };
    },
    async submitAddress(typed) {
      if (busy) return;
      address = typed.trim();
      if (address) await ask('request', address);
      else set(null, errorOf(new AuthClientError('No address.', { code: 'BAD_USER_INPUT' }), 'request'));
    },
    async typeCode(typed) {
      const state = look();
      const spelt = spell(typed);
      if (state.step === 'code' && spelt !== tried && isComplete(spelt, state.codeLength)) await logIn(typed);
    },
    async submitCode(typed) {
      const isRefused = error?.code === 'INVALID_LOGIN_CODE' && spell(typed) === tried;
      if (look().step === 'code' && spell(typed) && !isRefused) await logIn(typed);
    },
    async resend() {
      const state = look();
      if (state.step === 'code' && !busy && state.resendAfter === 0) await ask('resend', state.address);
    },
    changeAddress() {
      const state = look();
      if (state.step !== 'code') return;
      address = state.address;
      last = undefined;
      tried = '';
      // Nobody is signed in, so there is nothing to tell the server.
      void client.logout();
      set(null);
    },
    async retry(more) {
      if (last && !busy) await run(last, more);
    },
  };
};
