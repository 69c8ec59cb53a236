/// <reference lib="dom" />

import { type AnyAuthClient, createAuthClient, type HostArgs } from '../../index.js';
import { words as en } from '../../languages/en.js';
import { createLoginForm } from '../create-login-form.js';
import type { LoginForm, LoginFormState } from '../login-form.js';
import type { LoginCodeWords } from '../words.js';
import { createView, type View } from './view.js';

/** What the form shows: the claims are null under cookies. */
type State = LoginFormState<object | null>;

/** What `refused` says: your `guard` has refused, and may want something that the page can give. */
export interface LoginCodeRefusal {
  /** The word of your `guard`. */
  readonly reason: string | undefined;
  /** Does it again, with more arguments, such as the answer of a captcha. */
  readonly retry: (args?: HostArgs) => Promise<void>;
}

/** The events of `<login-code>`. */
export interface LoginCodeEventMap {
  /** Somebody has logged in, here or in another tab. `detail` is what the token claims; null under cookies. */
  readonly login: CustomEvent<object | null>;
  /** Something has changed. */
  readonly state: CustomEvent<State>;
  readonly refused: CustomEvent<LoginCodeRefusal>;
}

/** Servers have no elements, and import this file all the same. */
const Base: typeof HTMLElement =
  typeof HTMLElement === 'undefined'
    ? // Boundary: nobody makes one there.
      (class {} as unknown as typeof HTMLElement)
    : HTMLElement;

/** `<login-code>`: a form that asks for the address, then for the code, and logs in. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface only narrows a method that there is
export class LoginCodeElement extends Base {
  static readonly observedAttributes = ['url'];

  /** Arguments of your server's own for `requestLoginCode`, such as `{ locale: 'de' }`. Default: none. */
  declare requestArgs?: HostArgs;
  /** Arguments of your server's own for `login`. Default: none. */
  declare loginArgs?: HostArgs;

  #client: AnyAuthClient | undefined;
  #words = en;
  #form: LoginForm<object | null> | undefined;
  #view: View | undefined;
  #leave = (): void => {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes the requests, and keeps the tokens. Default: one for the attribute `url`, which keeps them in memory. */
  get client(): AnyAuthClient | undefined {
    const url = this.getAttribute('url');
    if (!this.#client && url !== null) this.#client = createAuthClient({ url });
    return this.#client;
  }

  set client(client: AnyAuthClient | undefined) {
    this.#client = client;
    this.#restart();
  }

  /** The language: `words` of `pothos-plugin-email-auth/client/languages/…`. Default: English. */
  get words(): LoginCodeWords {
    return this.#words;
  }

  set words(words: LoginCodeWords) {
    this.#words = words;
    this.#restart();
  }

  connectedCallback(): void {
    for (const name of ['client', 'words'] as const) this.#adopt(name);
    this.#restart();
  }

  disconnectedCallback(): void {
    this.#stop();
  }

  attributeChangedCallback(_name: string, before: string | null): void {
    if (before !== null) this.#client = undefined;
    this.#restart();
  }

  /** What was set before the browser knew this element hides the setter. */
  #adopt<Name extends 'client' | 'words'>(name: Name): void {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, value);
  }

  #stop(): void {
    this.#leave();
    this.#leave = () => {};
    clearTimeout(this.#timer);
  }

  #restart(): void {
    this.#stop();
    const { client } = this;
    if (!this.isConnected || !client) return;
    const form = createLoginForm(client, {
      requestArgs: () => this.requestArgs,
      loginArgs: () => this.loginArgs,
    });
    this.#form = form;
    this.#view = createView(
      this.shadowRoot ?? this.attachShadow({ mode: 'open', delegatesFocus: true }),
      form,
      this.#words,
    );
    let before = form.state;
    this.#leave = form.subscribe(() => {
      const now = form.state;
      if (now === before) return;
      const last = before;
      before = now;
      this.#show();
      this.#tell(last, now, form);
    });
    this.#show();
  }

  #show(): void {
    clearTimeout(this.#timer);
    this.#view?.show();
    const state = this.#form?.state;
    if (state?.step === 'code' && state.resendAfter > 0) this.#timer = setTimeout(() => this.#show(), 1000);
  }

  #tell(before: State, now: State, { retry }: LoginForm<object | null>): void {
    this.#fire('state', now);
    if (now.step === 'done' && before.step !== 'done') this.#fire('login', now.claims);
    if (now.error?.code === 'REQUEST_REFUSED' && now.error !== before.error)
      this.#fire('refused', { reason: now.error.reason, retry });
  }

  #fire<Name extends keyof LoginCodeEventMap>(type: Name, detail: LoginCodeEventMap[Name]['detail']): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Listeners know what the events of this element have in `detail`. */
export interface LoginCodeElement {
  addEventListener<Name extends keyof LoginCodeEventMap>(
    type: Name,
    listener: (this: LoginCodeElement, event: LoginCodeEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/**
 * What JSX may set. For React 19, in a module of yours: `declare module 'react' { namespace JSX { interface IntrinsicElements {
 * 'login-code': LoginCodeProps & HTMLAttributes<LoginCodeElement> } } }`.
 */
export type LoginCodeProps = Partial<
  Pick<LoginCodeElement, 'client' | 'words' | 'requestArgs' | 'loginArgs'>
> & {
  readonly [Name in keyof LoginCodeEventMap as `on${Name}`]?: (event: LoginCodeEventMap[Name]) => void;
} & { readonly url?: string };

declare global {
  interface HTMLElementTagNameMap {
    'login-code': LoginCodeElement;
  }
}

/** Another copy of this package may have been faster. */
if (typeof customElements !== 'undefined' && !customElements.get('login-code'))
  customElements.define('login-code', LoginCodeElement);
