import type { LoginCodeWords } from '../login-code/words.js';

/** Norwegian (Bokmål). */
export const words: LoginCodeWords = {
  locale: 'nb',
  address: 'E-postadresse',
  send: 'Send innloggingskode',
  hint: 'Skriv inn koden fra e-posten til {address}.',
  requested: 'Forespurt: {time}',
  code: 'Innloggingskode',
  login: 'Logg inn',
  resend: 'Send en ny kode',
  resendNow: 'Du kan nå be om en ny kode.',
  retryIn: 'Prøv igjen om {time}.',
  change: 'Feil adresse?',
  done: 'Du er logget inn.',
  badAddress: 'Dette er ikke en gyldig e-postadresse.',
  badCode: 'Koden er feil eller utløpt.',
  tooMany: 'For mange forsøk.',
  refused: 'Forespørselen ble avvist.',
  noMail: 'Det kan ikke sendes e-post akkurat nå.',
  noService: 'Innloggingen er ikke tilgjengelig akkurat nå.',
};
