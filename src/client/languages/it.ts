import type { LoginCodeWords } from '../login-code/words.js';

/** Italian. */
export const words: LoginCodeWords = {
  locale: 'it',
  address: 'Indirizzo email',
  send: 'Invia codice di accesso',
  hint: 'Inserisci il codice dell’email inviata a {address}.',
  requested: 'Richiesto: {time}',
  code: 'Codice di accesso',
  login: 'Accedi',
  resend: 'Invia un altro codice',
  resendNow: 'Ora puoi richiedere un altro codice.',
  retryIn: 'Riprova tra {time}.',
  change: 'Indirizzo sbagliato?',
  done: 'Accesso effettuato.',
  badAddress: 'Questo indirizzo email non è valido.',
  badCode: 'Questo codice è errato o scaduto.',
  tooMany: 'Troppi tentativi.',
  refused: 'Questa richiesta è stata rifiutata.',
  noMail: 'Al momento non è possibile inviare email.',
  noService: 'Il servizio di accesso non è disponibile al momento.',
};
