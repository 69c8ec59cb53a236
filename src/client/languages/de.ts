import type { LoginCodeWords } from '../login-code/words.js';

/** German. */
export const words: LoginCodeWords = {
  locale: 'de',
  address: 'E-Mail-Adresse',
  send: 'Anmeldecode senden',
  hint: 'Geben Sie den Code aus der E-Mail an {address} ein.',
  requested: 'Angefordert: {time}',
  code: 'Anmeldecode',
  login: 'Anmelden',
  resend: 'Neuen Code senden',
  resendNow: 'Sie können jetzt einen neuen Code anfordern.',
  retryIn: 'Versuchen Sie es in {time} erneut.',
  change: 'Falsche Adresse?',
  done: 'Sie sind angemeldet.',
  badAddress: 'Dies ist keine gültige E-Mail-Adresse.',
  badCode: 'Dieser Code ist falsch oder abgelaufen.',
  tooMany: 'Zu viele Versuche.',
  refused: 'Diese Anfrage wurde abgelehnt.',
  noMail: 'Im Moment können keine E-Mails verschickt werden.',
  noService: 'Die Anmeldung ist im Moment nicht verfügbar.',
};
