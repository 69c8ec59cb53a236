import type { LoginCodeWords } from '../login-code/words.js';

/** Dutch. */
export const words: LoginCodeWords = {
  locale: 'nl',
  address: 'E-mailadres',
  send: 'Inlogcode versturen',
  hint: 'Voer de code in uit de e-mail aan {address}.',
  requested: 'Aangevraagd: {time}',
  code: 'Inlogcode',
  login: 'Inloggen',
  resend: 'Nieuwe code versturen',
  resendNow: 'Je kunt nu een nieuwe code aanvragen.',
  retryIn: 'Probeer het over {time} opnieuw.',
  change: 'Verkeerd adres?',
  done: 'Je bent ingelogd.',
  badAddress: 'Dit is geen geldig e-mailadres.',
  badCode: 'Deze code is onjuist of verlopen.',
  tooMany: 'Te veel pogingen.',
  refused: 'Dit verzoek is geweigerd.',
  noMail: 'Er kunnen op dit moment geen e-mails worden verstuurd.',
  noService: 'Inloggen is op dit moment niet mogelijk.',
};
