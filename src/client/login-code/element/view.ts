/// <reference lib="dom" />

import type { CodeStep, LoginForm } from '../login-form.js';
import { complaintOf, directionOf, hintOf, pauseOf } from '../put-into-words.js';
import { longCodeLength } from '../typed-code.js';
import type { LoginCodeWords } from '../words.js';
import { make, setAttributes } from './make.js';
import { partsOf, type StepParts } from './steps.js';
import { styles } from './styles.js';

/** The screen of a form. */
export interface View {
  /** Shows the state as it is now. */
  readonly show: () => void;
}

const flag = (isOn: boolean): string | null => (isOn ? 'true' : null);

/** Errors that say that what was typed is wrong. */
const isAboutInput = (code: string | undefined): boolean =>
  code === 'BAD_USER_INPUT' || code === 'INVALID_LOGIN_CODE';

/** Whether the focus is here or nowhere: it is never taken from another part of the page. */
const isFree = (host: Element): boolean => {
  const page = host.getRootNode();
  const active = page instanceof Document || page instanceof ShadowRoot ? page.activeElement : null;
  return !active || active === document.body || active === host;
};

/** Builds the screen into a shadow root, in place of what is there. */
export const createView = (root: ShadowRoot, form: LoginForm<object | null>, words: LoginCodeWords): View => {
  const fields = make('div', { part: 'fields' });
  const actions = make('div', { part: 'actions' });
  // These stay: what appears in them is read aloud.
  const error = make('p', { id: 'error', part: 'error', role: 'alert' });
  const status = make('p', { id: 'status', role: 'status' });
  const page = make('form', { part: 'form', lang: words.locale, dir: directionOf(words), novalidate: '' });
  page.append(fields, error, actions, status);
  root.adoptedStyleSheets = [styles()];
  root.replaceChildren(page);

  let parts: StepParts = { fields: [], actions: [], focus: page };
  let before = form.state;
  let isBuilt = false;
  /** Whether the user has done something here. Pages that have just opened keep their focus. */
  let hasActed = false;

  const act = (): void => {
    hasActed = true;
  };
  for (const event of ['input', 'click', 'submit']) page.addEventListener(event, act, true);
  page.addEventListener('submit', (event) => {
    event.preventDefault();
    const { value = '' } = parts.input ?? {};
    void (form.state.step === 'code' ? form.submitCode(value) : form.submitAddress(value));
  });

  const build = (): void => {
    parts = partsOf(form.state, words, form);
    fields.replaceChildren(...parts.fields);
    actions.replaceChildren(...parts.actions);
  };

  /** @returns whether another code was asked for */
  const showCode = (state: CodeStep): boolean => {
    if (!parts.texts || !parts.input || !parts.resend) return false;
    const pause = pauseOf(words, state);
    const { hint, requested } = hintOf(words, state);
    const wasWaiting = parts.texts.wait.textContent !== '';
    parts.texts.hint.textContent = hint;
    parts.texts.requested.textContent = requested;
    parts.texts.wait.textContent = pause;
    setAttributes(parts.resend, { 'aria-disabled': flag(pause !== '' || state.busy !== null) });
    const keyboard = state.codeLength === longCodeLength ? 'text' : 'numeric';
    setAttributes(parts.input, { inputmode: root.host.getAttribute('inputmode') ?? keyboard });
    if (before.step !== 'code') return false;
    // The seconds are not read aloud, their end is.
    if (wasWaiting && !pause) status.textContent = words.resendNow;
    if (before.requestedAt === state.requestedAt) return false;
    parts.input.value = '';
    status.textContent = `${hint} ${requested}`;
    return true;
  };

  const moveFocus = (): void => {
    if (!hasActed || !isFree(root.host)) return;
    parts.focus.focus();
    parts.input?.select();
  };

  return {
    show() {
      const state = form.state;
      const { busy } = state;
      const isOther = !isBuilt || state.step !== before.step;
      if (isOther) build();
      isBuilt = true;
      setAttributes(page, { 'aria-busy': flag(busy !== null) });
      error.textContent = state.error ? complaintOf(words, state.error) : '';
      if (parts.submit) setAttributes(parts.submit, { 'aria-disabled': flag(busy !== null) });
      if (parts.input) {
        parts.input.readOnly = busy === 'request' || busy === 'login';
        setAttributes(parts.input, { 'aria-invalid': flag(isAboutInput(state.error?.code)) });
      }
      const isAnother = state.step === 'code' && showCode(state);
      const isNew = isOther || isAnother || (state.error !== null && state.error !== before.error);
      before = state;
      if (isNew) moveFocus();
    },
  };
};
