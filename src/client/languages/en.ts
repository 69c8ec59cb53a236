import type { LoginCodeWords } from '../login-code/words.js';

/** English. */
export const words: LoginCodeWords = {
  locale: 'en',
  address: 'Email address',
  send: 'Send login code',
  hint: 'Enter the code from the email to {address}.',
  requested: 'Requested: {time}',
  code: 'Login code',
  login: 'Log in',
  resend: 'Send another code',
  resendNow: 'You can ask for another code now.',
  retryIn: 'Try again in {time}.',
  change: 'Wrong address?',
  done: 'You are logged in.',
  badAddress: 'This is not a valid email address.',
  badCode: 'This code is wrong or has expired.',
  tooMany: 'Too many attempts.',
  refused: 'This request was refused.',
  noMail: 'No emails can be sent at the moment.',
  noService: 'Login is not available at the moment.',
};
