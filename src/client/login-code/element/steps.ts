/// <reference lib="dom" />
import type { LoginForm, LoginFormState } from '../login-form.js';
import type { LoginCodeWords } from '../words.js';
import { make } from './make.js';

/** What one step of the form shows. */
export interface StepParts {
  /** What is asked for, above the error. */
  readonly fields: readonly HTMLElement[];
  /** What can be done, below the error. */
  readonly actions: readonly HTMLElement[];
  /** Where the focus belongs. */
  readonly focus: HTMLElement;
  readonly input?: HTMLInputElement;
  /** Waits as long as the form does. */
  readonly submit?: HTMLButtonElement;
  /** The texts that change. */
  readonly texts?: Readonly<Record<'hint' | 'requested' | 'wait', HTMLElement>>;
  readonly resend?: HTMLButtonElement;
}

const submitButton = (label: string) => make('button', { type: 'submit', part: 'button submit' }, label);

const inputOf = (id: string, attributes: Readonly<Record<string, string>>): HTMLInputElement =>
  make('input', { id, name: id, part: 'input', dir: 'ltr', spellcheck: 'false', ...attributes });

const labelOf = (id: string, text: string): HTMLElement => make('label', { for: id, part: 'label' }, text);

const addressStep = (words: LoginCodeWords, address: string): StepParts => {
  // No `type="email"`: browsers change what is typed there, and know fewer addresses than mail servers.
  const input = inputOf('email', {
    ...{ autocomplete: 'email', inputmode: 'email', autocapitalize: 'none', 'aria-describedby': 'error' },
    value: address,
  });
  const submit = submitButton(words.send);
  return { fields: [labelOf('email', words.address), input], actions: [submit], focus: input, input, submit };
};

const codeStep = (words: LoginCodeWords, form: LoginForm<object | null>): StepParts => {
  const texts = {
    hint: make('p', { id: 'hint', part: 'hint' }),
    requested: make('p', { id: 'requested', part: 'requested' }),
    wait: make('span', { id: 'wait', part: 'wait', 'aria-hidden': 'true' }),
  };
  // Not `type="number"`, which drops zeros, and no `maxlength`, which cuts what is pasted with spaces.
  const input = inputOf('code', {
    ...{ autocomplete: 'one-time-code', autocapitalize: 'characters' },
    'aria-describedby': 'error hint requested',
  });
  const submit = submitButton(words.login);
  const button = { type: 'button', part: 'button' };
  const resend = make('button', { ...button, 'aria-describedby': 'wait' }, words.resend, texts.wait);
  const change = make('button', button, words.change);
  const type = (event: Event): void => {
    // What an input method has not finished is no code yet.
    if (!(event instanceof InputEvent && event.isComposing)) void form.typeCode(input.value);
  };
  input.addEventListener('input', type);
  input.addEventListener('compositionend', type);
  resend.addEventListener('click', () => void form.resend());
  change.addEventListener('click', form.changeAddress);
  return {
    fields: [texts.hint, texts.requested, labelOf('code', words.code), input],
    actions: [submit, resend, change],
    ...{ focus: input, input, submit, texts, resend },
  };
};

const doneStep = (words: LoginCodeWords): StepParts => {
  const done = make('p', { part: 'done', tabindex: '-1' }, words.done);
  return { fields: [done], actions: [], focus: done };
};

/** What to show of the step that a form has come to. */
export const partsOf = (
  state: LoginFormState<object | null>,
  words: LoginCodeWords,
  form: LoginForm<object | null>,
): StepParts => {
  if (state.step === 'address') return addressStep(words, state.address);
  return state.step === 'code' ? codeStep(words, form) : doneStep(words);
};
