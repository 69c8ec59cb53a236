import type { LoginCodeWords } from '../login-code/words.js';

/** Swedish. */
export const words: LoginCodeWords = {
  locale: 'sv',
  address: 'E-postadress',
  send: 'Skicka inloggningskod',
  hint: 'Ange koden i mejlet till {address}.',
  requested: 'Begärd: {time}',
  code: 'Inloggningskod',
  login: 'Logga in',
  resend: 'Skicka en ny kod',
  resendNow: 'Du kan nu be om en ny kod.',
  retryIn: 'Försök igen om {time}.',
  change: 'Fel adress?',
  done: 'Du är inloggad.',
  badAddress: 'Det här är ingen giltig e-postadress.',
  badCode: 'Koden är fel eller har gått ut.',
  tooMany: 'För många försök.',
  refused: 'Begäran avvisades.',
  noMail: 'Det går inte att skicka mejl just nu.',
  noService: 'Inloggningen är inte tillgänglig just nu.',
};
