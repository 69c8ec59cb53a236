export { createLoginForm, type LoginFormClient } from './login-code/create-login-form.js';
export {
  LoginCodeElement,
  type LoginCodeEventMap,
  type LoginCodeProps,
  type LoginCodeRefusal,
} from './login-code/element/login-code-element.js';
export type {
  AddressStep,
  CodeStep,
  DoneStep,
  LoginForm,
  LoginFormError,
  LoginFormOptions,
  LoginFormState,
  LoginFormTask,
} from './login-code/login-form.js';
export type { LoginCodeWords } from './login-code/words.js';
