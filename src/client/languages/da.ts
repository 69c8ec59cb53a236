import type { LoginCodeWords } from '../login-code/words.js';

/** Danish. */
export const words: LoginCodeWords = {
  locale: 'da',
  address: 'E-mailadresse',
  send: 'Send loginkode',
  hint: 'Indtast koden fra e-mailen til {address}.',
  requested: 'Anmodning modtaget: {time}',
  code: 'Loginkode',
  login: 'Log ind',
  resend: 'Send en ny kode',
  resendNow: 'Du kan nu bede om en ny kode.',
  retryIn: 'Prøv igen om {time}.',
  change: 'Forkert adresse?',
  done: 'Du er logget ind.',
  badAddress: 'Dette er ikke en gyldig e-mailadresse.',
  badCode: 'Koden er forkert eller udløbet.',
  tooMany: 'For mange forsøg.',
  refused: 'Anmodningen blev afvist.',
  noMail: 'Der kan ikke sendes e-mails lige nu.',
  noService: 'Login er ikke tilgængeligt lige nu.',
};
